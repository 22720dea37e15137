import { parseArgs } from 'node:util';
import { CallersError } from '../keys/callersError.ts';
import { readEntries, writeEntries } from '../keys/entries.ts';
import { SettingsError } from '../stack/settings.ts';
import { type Flags, toAction, WrongUse } from './actions.ts';
import { openAzdEnvironment } from './azdEnvironment.ts';
import { checkCallers } from './checkCallers.ts';
import { toReport } from './report.ts';
import { openSettingsFile } from './settingsFile.ts';

const usage = `npm run -s callers -- add NAME [limits]          makes a caller and prints its key, once
npm run -s callers -- limit NAME limits         changes limits; none lifts one: --usd-per-day none
npm run -s callers -- rotate NAME               adds a key beside those that it has, and prints it, once
npm run -s callers -- rotate NAME --drop-old    removes all of its keys but the newest
npm run -s callers -- disable NAME              refuses its keys, until: enable NAME
npm run -s callers -- remove NAME
npm run -s callers -- list
Limits: [--models a,b] [--requests-per-minute N] [--tokens-per-minute N] [--tokens-per-day N] [--usd-per-day N]
Callers are kept in local.settings.json, with --azd in the selected azd environment; of a key only its hash is kept.`;

/** What the command prints, line by line, and its exit code. */
export interface Ran {
  readonly code: 0 | 1 | 2;
  /** A new key, the list, or the usage that was asked for. */
  readonly out: readonly string[];
  readonly errors: readonly string[];
}

/** Changes or lists the callers of an app; `azd` is its command. Never rejects. */
export async function runCallers(
  args: readonly string[],
  root: string,
  env: NodeJS.ProcessEnv,
  azd?: readonly string[],
): Promise<Ran> {
  try {
    return await run(args, root, env, azd);
  } catch (error) {
    if (error instanceof WrongUse) return { code: 2, out: [], errors: [error.message, usage] };
    const isOurs = error instanceof CallersError || error instanceof SettingsError;
    const line = isOurs ? error.message : 'The callers could not be changed.';
    return { code: 1, out: [], errors: [line] };
  }
}

async function run(
  args: readonly string[],
  root: string,
  env: NodeJS.ProcessEnv,
  azd?: readonly string[],
): Promise<Ran> {
  const { flags, words, help, inAzd } = readArguments(args);
  if (help) return { code: 0, out: [usage], errors: [] };
  const { act, name } = toAction(words, flags);
  const place = await (inAzd ? openAzdEnvironment(azd) : openSettingsFile(root, env));
  const before = place.settings.CALLERS ?? '';
  checkCallers(place.settings, before);
  const done = act(readEntries(before));
  if (done.entries !== undefined) {
    const callers = writeEntries(done.entries);
    checkCallers(place.settings, callers);
    await place.save(callers);
  }
  const { out, told } = toReport(done, name, place);
  const hidden = !inAzd && Boolean(env.CALLERS);
  return { code: 0, out, errors: hidden ? [...told, hides] : told };
}

const hides = 'CALLERS is set in this shell too, and goes before local.settings.json.';

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        models: text,
        'requests-per-minute': text,
        'tokens-per-minute': text,
        'tokens-per-day': text,
        'usd-per-day': text,
        'drop-old': flag,
        azd: flag,
        help: { ...flag, short: 'h' },
      },
    });
    const { help, azd: inAzd, ...flags } = values;
    return { flags: flags satisfies Flags, words: positionals, help, inAzd };
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : '');
  }
}
