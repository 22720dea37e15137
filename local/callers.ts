import { parseArgs } from 'node:util';
import { type Flags, toAction, WrongUse } from './callers/actions.ts';
import { openAzdEnvironment } from './callers/azdEnvironment.ts';
import { CallersError } from './callers/callersError.ts';
import { checkCallers } from './callers/checkCallers.ts';
import { readEntries, writeEntries } from './callers/entries.ts';
import { toReport } from './callers/report.ts';
import { openSettingsFile } from './callers/settingsFile.ts';
import { root } from './stack/root.ts';
import { SettingsError } from './stack/settings.ts';

const usage = `npm run -s callers -- add NAME [limits]          makes a caller and prints its key, once
npm run -s callers -- limit NAME limits         changes limits; none lifts one: --usd-per-day none
npm run -s callers -- rotate NAME               adds a key beside those that it has, and prints it, once
npm run -s callers -- rotate NAME --drop-old    removes all of its keys but the newest
npm run -s callers -- disable NAME              refuses its keys, until: enable NAME
npm run -s callers -- remove NAME
npm run -s callers -- list
Limits: [--models a,b] [--requests-per-minute N] [--tokens-per-minute N] [--tokens-per-day N] [--usd-per-day N]
Callers are kept in local.settings.json, with --azd in the selected azd environment; of a key only its hash is kept.`;

try {
  await main();
} catch (error) {
  const isWrongUse = error instanceof WrongUse;
  const isOurs = isWrongUse || error instanceof CallersError || error instanceof SettingsError;
  const line = isOurs ? error.message : 'The callers could not be changed.';
  console.error(isWrongUse ? `${line}\n${usage}` : line);
  process.exitCode = isWrongUse ? 2 : 1;
}

/** Changes or lists the callers of an app. Only a new key, or the list, goes to standard output. */
async function main(): Promise<void> {
  const { flags, words, help, azd } = readArguments();
  if (help) return console.log(usage);
  const { act, name } = toAction(words, flags);
  const place = await (azd ? openAzdEnvironment() : openSettingsFile(root, process.env));
  const before = place.settings.CALLERS ?? '';
  checkCallers(place.settings, before);
  const done = act(readEntries(before));
  if (done.entries !== undefined) {
    const callers = writeEntries(done.entries);
    checkCallers(place.settings, callers);
    await place.save(callers);
  }
  const { out, told } = toReport(done, name, place);
  if (out !== undefined) console.log(out);
  for (const line of told) console.error(line);
  if (!azd && process.env.CALLERS) {
    console.error('CALLERS is set in this shell too, and goes before local.settings.json.');
  }
}

function readArguments() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values, positionals } = parseArgs({
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
    const { help, azd, ...flags } = values;
    return { flags: flags satisfies Flags, words: positionals, help, azd };
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : '');
  }
}
