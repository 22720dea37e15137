import type { Done } from './actions.ts';
import { listCallers } from './listCallers.ts';
import type { Place } from './place.ts';

/** What a command says: a key or the list for standard output, and lines beside it. */
export interface Report {
  readonly out: readonly string[];
  readonly told: readonly string[];
}

/** What an action did to a caller, and what its user does next. A key stands alone, so that it can be put into a file. */
export function toReport(done: Done, name: string, place: Place): Report {
  const { listed, entries, key, what } = done;
  if (listed !== undefined) {
    const none = `There is no caller in ${place.name}. ${place.withoutCallers}`;
    return listed.size === 0 ? { out: [], told: [none] } : { out: [listCallers(listed)], told: [] };
  }
  const older = (entries?.get(name)?.keys.length ?? 0) - 1;
  const isFirst = key !== undefined && older === 0 && entries?.size === 1;
  return {
    out: key === undefined ? [] : [key],
    told: [
      `${name} ${what} ${place.name}.`,
      ...(key === undefined
        ? []
        : [
            'The line above is its key: it is shown this once, as only its hash is kept. The client takes it as apiKey,',
            `and as baseURL ${place.app}/api/v1`,
          ]),
      ...(key !== undefined && older > 0
        ? [
            `The older keys go on working. Once no client uses them: npm run -s callers -- rotate ${name} --drop-old`,
          ]
        : []),
      ...(isFirst
        ? ['From the first caller on, every route but health asks for the key of one.']
        : []),
      ...(entries?.size === 0 ? [`No caller is left. ${place.withoutCallers}`] : []),
      place.next,
    ],
  };
}
