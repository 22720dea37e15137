import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AlertsError, askAlerts, askReplay } from './alerts/askAlerts.ts';
import { printReplays } from './alerts/printReplays.ts';
import { printStates } from './alerts/printStates.ts';
import { readReadyFile } from './stack/readyFile.ts';
import { root } from './stack/root.ts';

const usage = `npm run -s alerts -- [--replay 6h] [--format table|json] [--insights URL]
Runs each log alert of infra/ over the telemetry of the stack that \`npm start\` runs, as Azure would now: which would fire, and why.
--replay 30m|6h|2d tells when each would have fired in that time.`;

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const longest = 7 * units.d;

try {
  await main();
} catch (error) {
  console.error(error instanceof AlertsError ? error.message : 'The alerts could not be run.');
  process.exitCode ||= 1;
}

/** Tries the alerts before a deployment. */
async function main(): Promise<void> {
  const { help, format = 'table', replay, insights } = readArguments();
  if (help) return console.log(usage);
  if (format !== 'table' && format !== 'json') throw wrongUse('--format must be table, json.');
  const span = replay === undefined ? undefined : toSpan(replay);
  const ready = insights ? { insights } : await readReadyFile(join(root, '.local', 'ready.json'));
  const url = ready?.insights?.replace(/\/+$/, '');
  if (url === undefined) {
    throw new AlertsError(
      'Nothing is running here: run `npm start` first, or give --insights URL.',
    );
  }
  const known = await askAlerts(url);
  if (span === undefined) {
    return console.log(format === 'json' ? toJson(known.states) : printStates(known));
  }
  const to = Date.now();
  const replays = [];
  for (const [index, rule] of known.rules.entries()) {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[K${index + 1} of ${known.rules.length}: ${rule.name}`);
    }
    if (rule.onlyInAzure.length === 0) replays.push(await askReplay(url, rule, to - span, to));
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  console.log(format === 'json' ? toJson(replays) : printReplays(known.rules, replays));
}

function readArguments() {
  const text = { type: 'string' } as const;
  const help = { type: 'boolean', short: 'h' } as const;
  try {
    return parseArgs({ options: { replay: text, format: text, insights: text, help } }).values;
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : '');
  }
}

function toSpan(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (units[unit as keyof typeof units] ?? 0);
  if (ms > 0 && ms <= longest) return ms;
  throw wrongUse('--replay must be minutes, hours or days, and at most 7d: 30m, 6h, 2d.');
}

function toJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

function wrongUse(problem: string): AlertsError {
  process.exitCode = 2;
  return new AlertsError(`${problem}\n${usage}`);
}
