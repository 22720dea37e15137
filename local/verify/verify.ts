import { askOverHttp, askOverQueue } from './ask.ts';
import { type Asked, awaitTraces } from './awaitTraces.ts';
import { compareFunctions, listRegistered } from './countFunctions.ts';
import { askHealth } from './health.ts';
import type { Limits } from './limits.ts';
import { Problem } from './problem.ts';
import { createReport, type Done, type Output } from './report.ts';
import { retry } from './retry.ts';
import type { Target } from './target.ts';

/**
 * Checks whether an app works as a whole: looks at its health and its functions, asks it over HTTP and over the queue,
 * and waits for both traces. Without a key of an app that has callers it asks over the queue alone. Prints each step as it ends, then the trees. No key, prompt or answer is printed.
 */
export async function verify(target: Target, limits: Limits, output: Output): Promise<boolean> {
  const report = createReport(output);
  /** Runs a step, again as long as its problem may be transient. */
  const step = <T>(title: string, attempt: () => Promise<Done<T>>, within = limits) =>
    report.step(title, (onWait) => retry(attempt, within, onWait));

  report.line(`Verifying ${target.url}`);
  let dark = false;
  const healthy = await step('health', async () => {
    const health = await askHealth(target.url);
    dark = health.dark;
    if (dark) throw darkWorker();
    return { value: true, detail: `version ${health.version}, model ${health.model}` };
  });
  if (!healthy && !dark) return report.end('The rest is not tried, as the app does not work.');

  const { key } = target;
  let known = typeof key === 'string' ? key : undefined;
  if (typeof key === 'function') {
    known = await step('function key', async () => ({ value: await key(), detail: 'found' }));
    if (known === undefined) return report.end('The rest is not tried without a key.');
  }
  const registered = listRegistered();
  await step('functions', async () => {
    const listed = await target.listFunctions(known);
    if ('unknown' in listed) return { value: false, detail: listed.unknown, unsure: true };
    compareFunctions(registered, listed.names);
    return { value: true, detail: `all ${registered.length} are there` };
  });

  const http: Asked = { title: 'trace over HTTP' };
  const queue: Asked = { title: 'trace over queue' };
  const app = { url: target.url, key: known, apiKey: target.apiKey };
  const answered = await step('question over HTTP', () => askOverHttp(app, http));
  if (answered) await step('question over queue', askOverQueue(app, target.storage, queue));
  else report.note('question over queue', 'not tried, as the one over HTTP failed');

  if (dark) {
    report.note('traces', 'not awaited, as the worker is dark');
  } else {
    const { color } = output;
    const trees = await awaitTraces([http, queue], target, limits, color, step);
    for (const tree of trees) report.line(`\n${tree}`);
  }
  report.line('');
  const isAsked = http.session !== undefined;
  return report.end('', isAsked ? undefined : 'What can be asked without a key works.');
}

function darkWorker(): Problem {
  return new Problem(
    'The worker is dark: it sends no telemetry.',
    'Set APPLICATIONINSIGHTS_CONNECTION_STRING, or let the project give it (AZURE_AI_PROJECT_ENDPOINT and the role Foundry User), and restart the app.',
  );
}
