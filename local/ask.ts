import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Answered } from './ask/answered.ts';
import type { App } from './ask/app.ts';
import type { AskApi } from './ask/askApi.ts';
import { askByHttp } from './ask/askHttp.ts';
import { openStorage, readResult, sendJob } from './ask/askQueue.ts';
import { AskError, readTrace } from './ask/askTrace.ts';
import { chatApi } from './ask/chatApi.ts';
import { chooseKey } from './ask/chooseKey.ts';
import { keepsKeys } from './ask/keepsKeys.ts';
import { responsesApi } from './ask/responsesApi.ts';
import { localInsights } from './stack/insights.ts';
import { type Ready, readReadyFile } from './stack/readyFile.ts';
import { root } from './stack/root.ts';
import { useColor } from './useColor.ts';

const usage = `npm run -s ask -- "question" [--api responses] [--queue] [--model M] [--stream] [--app URL] [--insights URL] [--storage STRING]
CALLSPAN_API_KEY is the key of a caller, for an app that has callers; the stack that \`npm start\` runs here needs none.`;

const keyHint =
  'CALLSPAN_API_KEY takes the key of a caller; `npm run -s callers -- add NAME` makes one.';

const resultMs = 300_000; // longer than one delivery may take

try {
  await main();
} catch (error) {
  console.error(error instanceof AskError ? error.message : 'The question could not be asked.');
  process.exitCode ||= 1;
}

/** Asks the running stack one question, prints the answer, its session and its trace. */
async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(usage);
  const question = positionals.join(' ').trim();
  if (question === '') throw wrongUse('There is no question.');
  if (values.queue && values.stream) throw wrongUse('A job cannot be streamed.');
  const api = apiOf(values);
  const running = await readReadyFile(join(root, '.local', 'ready.json'));
  const ready = { ...running, ...given(values) };
  const request = api.toRequest({ ...values, text: question });
  let begun = false;
  const print = (part: string) => {
    begun ||= part !== '';
    process.stdout.write(part);
  };
  const { text, session, failed, code } = values.queue
    ? await askByQueue(ready, request)
    : await askByHttp(appOf(ready, running), request, print, api);
  // Refused before telemetry: there is no trace to wait for.
  if (code === 'invalid_api_key') throw new AskError(`${text}\n${keyHint}`);
  if (failed && begun) console.log(); // what went wrong stands on a line of its own
  console.log(`${text}\n\nsession ${session}`);
  if (ready.insights && localInsights) {
    const rows = await readTrace(ready.insights, session);
    const options = { color: useColor(process.stdout), pages: ready.insights };
    console.log(`\n${localInsights.drawTree(rows, options)}`);
  }
  if (failed) process.exitCode = 1;
}

function apiOf({ api = 'chat', queue }: { api?: string; queue?: boolean }): AskApi {
  if (queue && api !== 'chat') {
    throw wrongUse('The queue takes chat completions only: leave out --api, or --queue.');
  }
  if (api === 'chat') return chatApi;
  if (api === 'responses') return responsesApi;
  throw wrongUse('Say --api responses, or leave it out for chat completions.');
}

function readArguments() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    api: text,
    queue: flag,
    stream: flag,
    model: text,
    app: text,
    insights: text,
    storage: text,
    help: { ...flag, short: 'h' },
  } as const;
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : '');
  }
}

function wrongUse(problem: string): AskError {
  process.exitCode = 2;
  return new AskError(`${problem}\n${usage}`);
}

function given(values: { app?: string; insights?: string; storage?: string }): Ready {
  const trimmed = ({ app, insights }: typeof values) => ({
    ...(app === undefined ? {} : { app: app.replace(/\/+$/, '') }),
    ...(insights === undefined ? {} : { insights: insights.replace(/\/+$/, '') }),
  });
  return {
    ...trimmed(values),
    ...(values.storage === undefined ? {} : { storage: values.storage }),
  };
}

function appOf({ app: url }: Ready, running: Ready | undefined): App {
  if (url === undefined) {
    throw new AskError('Nothing is running here: run `npm start` first, or give --app URL.');
  }
  const apiKey = chooseKey(url, process.env, running);
  if (apiKey !== undefined && !keepsKeys(url)) {
    throw new AskError('CALLSPAN_API_KEY goes to https, or to this machine: --app is neither.');
  }
  return { url, apiKey };
}

async function askByQueue({ storage }: Ready, request: object): Promise<Answered> {
  if (storage === undefined) {
    throw new AskError(
      'Nothing is running here: run `npm start` first, or give --storage "connection string".',
    );
  }
  const jobs = openStorage(storage);
  const job = `ask-${randomUUID()}`;
  await sendJob(jobs, job, request).catch(() => {
    throw new AskError(
      'The queue inference-requests does not answer. Is `npm start` still running?',
    );
  });
  console.error(`job ${job} is on the queue; waiting for its result`);
  const end = Date.now() + resultMs;
  for (;;) {
    const result = await readResult(jobs, job);
    if (result !== undefined) return result;
    if (Date.now() > end) throw new AskError(`There is no result after ${resultMs / 1_000} s.`);
    await sleep(200);
  }
}
