import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { askLocal } from './query/askLocal.ts';
import { formats, isFormat } from './query/formats.ts';
import { QueryError } from './query/queryError.ts';
import { readReadyFile } from './stack/readyFile.ts';
import { root } from './stack/root.ts';

const usage = `npm run -s query -- 'requests | take 10' [--format table|json|csv] [--timespan PT1H]
  [--insights URL]   another local Application Insights
  [--app ID]         one in Azure: its resource ID (/subscriptions/…/components/…), or azd for that of the azd environment`;

try {
  await main();
} catch (error) {
  console.error(error instanceof QueryError ? error.message : 'The query could not be run.');
  process.exitCode ||= 1;
}

/** Runs KQL over the local Application Insights that is running, or one in Azure, and prints what it gives. */
async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(usage);
  const query = positionals.join(' ').trim();
  if (query === '') throw wrongUse('There is no query.');
  const format = values.format ?? 'table';
  if (!isFormat(format)) throw wrongUse(`--format must be ${Object.keys(formats).join(', ')}.`);
  const { app, timespan } = values;
  const table =
    app === undefined
      ? await askLocal(await addressOf(values.insights), query, timespan)
      : await askAzure(app, query, timespan);
  console.log(formats[format](table));
}

/** Loads the sign-in of Azure, a second of work, for those who need it. */
async function askAzure(app: string, query: string, timespan: string | undefined) {
  const { askComponent } = await import('./query/askComponent.ts');
  return askComponent(app, query, timespan);
}

/** The local Application Insights that was given, else the one that runs here. */
async function addressOf(given: string | undefined): Promise<string> {
  const url =
    given?.replace(/\/+$/, '') ??
    (await readReadyFile(join(root, '.local', 'ready.json')))?.insights;
  if (url !== undefined) return url;
  throw new QueryError(
    'Nothing is running here: run `npm start` first, or give --insights URL or --app ID.',
  );
}

function readArguments() {
  const text = { type: 'string' } as const;
  const options = {
    format: text,
    timespan: text,
    insights: text,
    app: text,
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : '');
  }
}

function wrongUse(problem: string): QueryError {
  process.exitCode = 2;
  return new QueryError(`${problem}\n${usage}`);
}
