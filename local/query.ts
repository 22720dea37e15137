import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { askLocal, QueryError } from './query/askLocal.ts';
import { formats, isFormat, type Table } from './query/formats.ts';
import { readReadyFile } from './stack/readyFile.ts';
import { root } from './stack/root.ts';

const usage = `npm run -s query -- 'requests | take 10' [--format table|json|csv] [--timespan PT1H] [--insights URL]`;

try {
  await main();
} catch (error) {
  console.error(error instanceof QueryError ? error.message : 'The query could not be run.');
  process.exitCode ||= 1;
}

/** Runs KQL over the local Application Insights that is running, and prints what it gives. */
async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(usage);
  const query = positionals.join(' ').trim();
  if (query === '') throw wrongUse('There is no query.');
  const format = values.format ?? 'table';
  if (!isFormat(format)) throw wrongUse(`--format must be ${Object.keys(formats).join(', ')}.`);
  const { insights } = (await readReadyFile(join(root, '.local', 'ready.json'))) ?? {};
  const url = values.insights?.replace(/\/+$/, '') ?? insights;
  if (url === undefined) {
    throw new QueryError('Nothing is running here: run `npm start` first, or give --insights URL.');
  }
  const table: Table = await askLocal(url, query, values.timespan);
  console.log(formats[format](table));
}

function readArguments() {
  const text = { type: 'string' } as const;
  const options = {
    format: text,
    timespan: text,
    insights: text,
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
