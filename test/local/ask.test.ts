import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { chunks, event, reply, startScriptedModel } from '../e2e/scriptedModel.ts';
import { startApp } from '../e2e/startApp.ts';
import { modelResponse, toStream, typedEvents } from '../e2e/typedEvents.ts';

const embedded = startApp();
const model = await startScriptedModel();
afterAll(model.stop);
const scripted = startApp(() => ({ AZURE_AI_INFERENCE_ENDPOINT: model.url }));
const sse = { 'content-type': 'text/event-stream' };
const camping = 'What are some recommended supplies for a camping trip in the mountains?';

/** Runs `npm run ask` on a running stack. */
function ask({ stack }: typeof embedded, ...args: string[]) {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const where = ['--app', stack.app, '--insights', stack.insights, '--storage', stack.storage];
  return new Promise<{ code: number; out: string; errors: string }>((resolve) => {
    const script = [...flags, join(root, 'local/ask.ts'), ...where.map(String), ...args];
    const child = execFile(process.execPath, script, (_error, out, errors) =>
      resolve({ code: child.exitCode ?? -1, out, errors }),
    );
  });
}

describe('npm run ask', () => {
  it.each([[[]], [['--stream']], [['--queue']], [['--api', 'responses', '--stream']]])(
    '%j prints the answer, its session and its tree',
    async (flags) => {
      const { code, out, errors } = await ask(embedded, camping, ...flags);
      expect([code, errors.replace(/^job ask-.*\n/, '')]).toEqual([0, '']);
      expect(out.match(/bear-proof container/g)).toHaveLength(1);
      const session = /^session ([0-9a-f-]{36})$/m.exec(out)?.[1];
      expect(session).toBeDefined();
      expect(out).toMatch(
        /^(└─ )?generate_completion .*\n.*├─ chat gpt-4o .*✓ {2}\d+ → \d+ tokens/m,
      );
      expect(out).toContain(`session ${session}  operation `);
    },
  );

  it.each([[[]], [['--api', 'responses', '--stream']]])(
    '%j of the travel guide runs two tools, answers, and prints the tree with every step',
    async (flags) => {
      const question =
        'When does the sun set at Lake Tahoe on 1 August, and what should four people pack for three nights?';
      const { code, out } = await ask(embedded, '--model', 'travel-guide', question, ...flags);
      expect(code).toBe(0);
      expect(out).toMatch(/At Lake Tahoe the sun sets at 20:12/);
      expect(out).toContain('2 × three-season tent for two');
      const steps = [
        'generate_completion ',
        'invoke_agent travel-guide ',
        'chat gpt-4o ',
        'execute_tool daylight ',
        'execute_tool packing_list ',
        'chat gpt-4o ',
      ].map((name) => `─ ${name}.*✓.*`);
      expect(out).toMatch(new RegExp(steps.join('\\n.*')));
    },
  );

  it.each<[string, string[], string, string]>([
    [
      'a chat completion',
      [],
      event(chunks.role) + event(chunks.content('Pack ')),
      event(chunks.content('a tent.', 'stop')) + event('[DONE]'),
    ],
    [
      'a response',
      ['--api', 'responses'],
      toStream(typedEvents.slice(0, 5)),
      toStream(typedEvents.slice(5)),
    ],
  ])('prints the text of a stream of %s as it comes', async (_name, flags, first, second) => {
    let go = () => {};
    const rest = new Promise<void>((resolve) => {
      go = resolve;
    });
    model.replies.push((response) => {
      response.writeHead(200, sse);
      response.write(first);
      void rest.then(() => response.end(second));
    });
    const { stack } = scripted;
    const args = ['--app', `${stack.app}`, '--insights', `${stack.insights}`, '--stream', 'hi'];
    const script = ['--experimental-strip-types', join(root, 'local/ask.ts'), ...flags, ...args];
    const child = execFile(process.execPath, script);
    let out = '';
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (text) => {
        out += text;
        if (out === 'Pack ') go();
        if (out.includes('session ')) resolve();
      });
    });
    expect(out).toMatch(/^Pack a tent\.\n\nsession /);
    await new Promise((resolve) => child.once('close', resolve));
  });

  it('prints an error event of responses on a line of its own, after the text that came', async () => {
    model.replies.push(reply(200, toStream(typedEvents.slice(0, 5)), sse));
    const { code, out } = await ask(scripted, 'hi', '--api', 'responses', '--stream');
    expect(code).toBe(1);
    expect(out).toMatch(/^Pack \nmodel_unavailable: .*\n\nsession /);
    expect(out).toMatch(/generate_completion .* ✕ model_unavailable/);
  });

  it('prints a response without text, and the error of one', async () => {
    const call = { type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{}' };
    model.replies.push(reply(200, { ...modelResponse, output: [call] }), reply(404, {}));
    const without = await ask(scripted, 'hi', '--api', 'responses');
    expect(without.code).toBe(0);
    expect(without.out).toMatch(/^\(no text in the answer\)\n\nsession /);
    const refused = await ask(scripted, 'hi', '--api', 'responses');
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/^model_rejected_request: .*use chat completions/);
  });

  it('prints an error in one line, its tree as well, and ends with 1', async () => {
    model.replies.push(reply(400, { error: { code: 'content_filter', message: 'SECRET' } }));
    const { code, out } = await ask(scripted, 'hi', '--stream');
    expect(code).toBe(1);
    expect(out).toMatch(/^content_filter: .*\(param: messages\)\n\nsession /);
    expect(out).toMatch(/generate_completion .* ✕ content_filter/);
    expect(out).not.toContain('SECRET');
  });

  it.each<[string[], RegExp]>([
    [['--queue', '--stream', 'hi'], /^A job cannot be streamed\.\n/],
    [[], /^There is no question\.\n/],
    [['--nonsense', 'hi'], /nonsense/],
    [
      ['--api', 'completions', 'hi'],
      /^Say --api responses, or leave it out for chat completions\.\n/,
    ],
    [
      ['--api', 'responses', '--queue', 'hi'],
      /^The queue takes chat completions only: leave out .*\n/,
    ],
  ])('%j is wrong use: what is wrong, the usage, and 2', async (args, problem) => {
    const { code, errors } = await ask(embedded, ...args);
    expect(code).toBe(2);
    expect(errors).toMatch(problem);
    expect(errors).toContain('npm run -s ask -- "question"');
  });
});
