import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../local/process/listen.ts';
import { type Certificate, makeCertificate } from '../e2e/certificate.ts';
import { type IngestionFault, startIngestion } from '../e2e/ingestion.ts';
import { modelAnswer, type Reply, reply } from '../e2e/scriptedModel.ts';
import { startApp } from '../e2e/startApp.ts';
import { toStream } from '../e2e/typedEvents.ts';
import { canary as modelCanary, modelFaults } from '../faults/modelFaults.ts';
import { until } from '../time/until.ts';

// Each is planted where it belongs and looked for everywhere else.
const canaries = {
  prompt: 'canary-prompt-81fa',
  systemPrompt: 'canary-system-4e02',
  answer: 'canary-answer-c7d3',
  askedArguments: 'canary-arguments-asked-19b6',
  answeredArguments: 'canary-arguments-answered-5f20',
  toolResult: 'canary-tool-result-aa41',
  toolSchema: 'canary-tool-schema-0d9c',
  apiKey: 'canary-key-e513',
  token: 'canary-token-7b68',
  model: modelCanary,
  reasoning: 'canary-reasoning-3c95',
  signature: 'canary-signature-d08e',
  thought: 'canary-thought-62b8',
  encrypted: 'canary-encrypted-8a17',
  embedded: 'canary-embedded-62be',
  vector: 'canary-vector-f417',
  // A key that a caller made up is told to that caller alone.
  madeUp: 'canary-made-up-5d77',
};

const answered: Reply = reply(200, {
  ...modelAnswer,
  id: `not an identifier ${canaries.answer}`,
  choices: [
    {
      index: 0,
      finish_reason: `stop ${canaries.answer}`,
      message: {
        role: 'assistant',
        content: canaries.answer,
        reasoning_content: canaries.reasoning,
        tool_calls: [
          {
            id: 'call_1',
            type: 'function',
            function: { name: 'weather', arguments: `{"a":"${canaries.answeredArguments}"}` },
            extra_content: { google: { thought_signature: canaries.signature } },
          },
        ],
      },
    },
  ],
});
/** Of the Responses API, whole or as the last event of a stream. */
const response = {
  id: `not an identifier ${canaries.answer}`,
  object: 'response',
  status: 'completed',
  output: [
    {
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: canaries.thought }],
      encrypted_content: canaries.encrypted,
    },
    { type: 'message', content: [{ type: 'output_text', text: canaries.answer }] },
    {
      type: 'function_call',
      call_id: 'call_1',
      name: 'weather',
      arguments: `{"a":"${canaries.answeredArguments}"}`,
    },
  ],
};
const responded = (stream: boolean): Reply =>
  stream
    ? reply(200, toStream([{ type: 'response.completed', response }]), {
        'content-type': 'text/event-stream',
      })
    : reply(200, response);

const cases: readonly [string, Reply][] = [
  ['answering', answered],
  ...modelFaults.map(([name, fault]): [string, Reply] => [name, fault]),
];

const embeddings: Reply = reply(200, {
  data: [{ index: 0, embedding: canaries.vector }],
  model: `not an identifier ${canaries.vector}`,
  usage: { prompt_tokens: canaries.vector },
});

const request = (fault: string) => ({
  user: fault,
  messages: [
    { role: 'user', content: canaries.prompt },
    {
      role: 'assistant',
      reasoning_content: canaries.reasoning,
      tool_calls: [
        {
          id: 'call_0',
          type: 'function',
          function: { name: 'weather', arguments: `{"a":"${canaries.askedArguments}"}` },
          extra_content: { google: { thought_signature: canaries.signature } },
        },
      ],
    },
    { role: 'tool', tool_call_id: 'call_0', content: canaries.toolResult },
  ],
  tools: [{ type: 'function', function: { name: 'weather', description: canaries.toolSchema } }],
});

const responsesRequest = (fault: string, stream: boolean) => ({
  user: fault,
  stream,
  input: [
    { role: 'user', content: [{ type: 'input_text', text: canaries.prompt }] },
    {
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: canaries.thought }],
      encrypted_content: canaries.encrypted,
    },
    {
      type: 'function_call',
      call_id: 'call_0',
      name: 'weather',
      arguments: `{"a":"${canaries.askedArguments}"}`,
    },
    { type: 'function_call_output', call_id: 'call_0', output: canaries.toolResult },
  ],
  tools: [{ type: 'function', name: 'weather', description: canaries.toolSchema }],
});

// What is wrong with these, the errors must say without quoting them.
const wrongBodies = [
  `{"messages": [{"role": "user", "content": "${canaries.prompt}"`,
  JSON.stringify({ messages: [{ role: canaries.prompt, content: canaries.prompt }] }),
  JSON.stringify({ messages: [{ role: 'user', content: 'hi' }], model: canaries.prompt }),
  ...[
    { messages: [{ role: 'user', content: 'hi', [canaries.madeUp]: 1 }] },
    { messages: [{ role: 'user', content: 'hi' }], metadata: { [canaries.madeUp]: 5 } },
    { messages: [{ role: 'user', content: 'hi' }], [`${'k'.repeat(64)}${canaries.madeUp}`]: 1 },
  ].map((body) => JSON.stringify(body)),
];

const wrongEmbeddings = [
  `{"input": "${canaries.embedded}`,
  JSON.stringify({ input: { text: canaries.embedded } }),
  JSON.stringify({ input: [canaries.embedded, ''] }),
  JSON.stringify({ input: [[canaries.embedded]] }),
  JSON.stringify({ input: 'a', encoding_format: canaries.embedded }),
  JSON.stringify({ input: 'a', model: canaries.embedded }),
];

/** How telemetry fares, how the app signs in, and whether content is recorded. */
export type Mode = readonly [IngestionFault, 'key' | 'token', recording: boolean];

/** Tests, in each mode, that content and keys leave the app only where they may. */
export function testCanaries(modes: readonly Mode[]): void {
  describe('what leaves the app', async () => canariesIn(modes, await makeCertificate()));
}

function canariesIn(modes: readonly Mode[], certificate: Certificate): void {
  const keys: (string | undefined)[] = [];
  // A key is only sent over https.
  const model = createServer({ key: certificate.key, cert: certificate.cert }, (asked, answer) => {
    let body = '';
    asked.on('data', (text) => {
      body += text;
    });
    asked.on('end', () => {
      keys.push(asked.headers.authorization);
      const { user, stream } = JSON.parse(body);
      const [, reply = answered] = cases.find(([name]) => name === user) ?? [];
      const route = asked.url?.split('/').at(-1) ?? '';
      const whole = { responses: responded(stream), embeddings }[route] ?? answered;
      (reply === answered ? whole : reply)(answer);
    });
  });
  const modelPort = listen(model, 0);
  afterAll(async () => {
    model.closeAllConnections();
    model.close();
    await certificate.remove();
  });

  const identity = createPlainServer((_asked, answer) => {
    const expires_on = Math.floor(Date.now() / 1_000) + 3_600;
    const token = { access_token: canaries.token, expires_on, resource: 'r', token_type: 'Bearer' };
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify(token));
  });
  const identityPort = listen(identity, 0);
  afterAll(() => identity.close());

  describe.each(modes)(
    'ingestion fault: %s, sign-in by %s, recording: %s',
    (fault, signIn, recording) => {
      const temporary = mkdtempSync(join(tmpdir(), 'callspan-privacy-'));
      let ingestion: Awaited<ReturnType<typeof startIngestion>>;
      beforeAll(async () => {
        keys.length = 0;
        ingestion = await startIngestion(fault);
      });
      const app = startApp(async () => ({
        AZURE_AI_INFERENCE_ENDPOINT: `https://localhost:${await modelPort}/v1`,
        ...(signIn === 'key'
          ? { AZURE_AI_INFERENCE_KEY: canaries.apiKey }
          : {
              IDENTITY_ENDPOINT: `http://127.0.0.1:${await identityPort}/token`,
              IDENTITY_HEADER: 'x',
            }),
        APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
        AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED: `${recording}`,
        SYSTEM_PROMPT: canaries.systemPrompt,
        NODE_EXTRA_CA_CERTS: certificate.file,
        OTEL_BSP_SCHEDULE_DELAY: '200',
        HTTP_DEADLINE_SECONDS: '1',
        QUEUE_DEADLINE_SECONDS: '1',
        TMPDIR: temporary,
      }));
      const embed = (body: string) =>
        fetch(`${app.stack.app}/api/v1/embeddings`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
      afterAll(() => {
        ingestion.stop();
        rmSync(temporary, { recursive: true });
      });

      it(
        recording ? 'holds content where it was asked for' : 'holds no byte of content or keys',
        async () => {
          // A call that meets a cold start may miss the deadline of a second.
          const vectors = await until(
            'embeddings',
            async () => (await embed(JSON.stringify({ input: canaries.embedded }))).text(),
            (text) => text.includes('data'),
          );
          expect(vectors).toContain(canaries.vector);
          const respond = (body: string) =>
            fetch(`${app.stack.app}/api/v1/responses`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body,
            });
          const responses = await Promise.all([
            ...cases.map(([name]) => app.chat(request(name))),
            ...wrongBodies.map((body) => app.chat(body)),
            ...wrongBodies.map((body) => respond(body.replace('messages', 'input'))),
            ...cases.map(([user]) => embed(JSON.stringify({ user, input: canaries.embedded }))),
            ...wrongEmbeddings.map(embed),
            ...cases.flatMap(([name]) =>
              [true, false].map((stream) =>
                respond(JSON.stringify(responsesRequest(name, stream))),
              ),
            ),
          ]);
          const queue = app.queues.getQueueClient('inference-requests');
          const jobs = new Map(cases.map(([name]) => [name.replaceAll(' ', '-'), request(name)]));
          for (const [job, request] of jobs) {
            await queue.sendMessage(JSON.stringify({ job, request }));
          }
          for (const body of wrongBodies) await queue.sendMessage(body);
          const messages: string[] = [];
          const results = app.queues.getQueueClient('inference-results');
          await until(
            'the result messages',
            async () => {
              const { receivedMessageItems } = await results.receiveMessages({
                numberOfMessages: 32,
              });
              messages.push(...receivedMessageItems.map(({ messageText }) => messageText));
              const named = new Set<string>(messages.map((text) => JSON.parse(text).job));
              return [...named].map((job) => jobs.has(job));
            },
            // Of the cases, one is answered and two fail for good at once: before, between or after the others.
            (known) =>
              known.filter((isCase) => !isCase).length === wrongBodies.length &&
              known.length >= 1 + 2 + wrongBodies.length,
            120_000, // what a busy machine fails to do comes again after 30 s
          );
          await app.stack.host?.stop();

          const errors = await Promise.all(
            responses.filter(({ status }) => status !== 200).map((response) => response.text()),
          );
          // A busy machine may miss the deadline of a second with an answer that is none of them.
          expect(errors.length).toBeGreaterThanOrEqual(
            2 * modelFaults.length + wrongBodies.length + wrongEmbeddings.length,
          );
          expect(new Set(keys)).toEqual(
            new Set([`Bearer ${signIn === 'key' ? canaries.apiKey : canaries.token}`]),
          );
          const disk = readdirSync(temporary, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
          const headers = responses.map((response) => JSON.stringify([...response.headers]));
          const everything = {
            ingestion: ingestion.received,
            disk,
            logs: app.logs.map((line) => JSON.stringify(line)),
            errors,
            headers,
            messages,
          };
          const [, storageKey = ''] = /AccountKey=([^;]+)/.exec(app.stack.storage ?? '') ?? [];
          expect(storageKey).not.toBe('');
          const found = Object.entries({ ...canaries, storageKey }).flatMap(([name, canary]) =>
            Object.entries(everything)
              .filter(([, texts]) => texts.some((text) => text.includes(canary)))
              .map(([place]) => `${name} in ${place}`),
          );
          const content = [
            'prompt',
            'systemPrompt',
            'answer',
            'askedArguments',
            'answeredArguments',
            'toolResult',
            'toolSchema',
            'thought',
            'madeUp', // a key of a message: what was asked is kept as it was asked
          ];
          const recorded = recording ? content.map((name) => `${name} in ingestion`) : [];
          const told = ['madeUp in errors', 'madeUp in messages'];
          expect(found.sort()).toEqual([...recorded, ...told].sort());
          expect(everything.logs.join()).not.toContain(ingestion.connectionString);
          if (fault === 'none') expect(ingestion.received.join().length).toBeGreaterThan(10_000);
          if (fault === 'failing') expect(disk.join().length).toBeGreaterThan(10_000);
        },
      );
    },
  );
}
