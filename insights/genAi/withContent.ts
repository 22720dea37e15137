import type { Row } from '../row.ts';
import { genAi } from './attributes.ts';
import { contentNames } from './contentNames.ts';

const names = Object.values(contentNames);

/** The rows that hold what was said in a call to a model: its own, else the events and log rows beneath it; the call comes first. */
export function contentRowsOf<T extends Row>(call: T, rows: readonly T[]): readonly T[] {
  if (holdsContent(call)) return [call];
  const beneath = rows.filter(
    (row) =>
      call.id !== undefined &&
      row.operation_ParentId === call.id &&
      (row.itemType === 'traces' || row.itemType === 'customEvents') &&
      holdsContent(row),
  );
  return [call, ...beneath];
}

/** A call to a model with what was said in it, from the rows that hold it. */
export function withContent<T extends Row>(call: T, rows: readonly T[]): T {
  const [, ...beneath] = contentRowsOf(call, rows);
  if (beneath.length === 0) return call;
  const said = names.flatMap((name) => {
    const texts = beneath.flatMap((row) => genAi(row, name) ?? []);
    return texts.length === 0 ? [] : [[name, joined(texts)] as const];
  });
  return { ...call, genAi: { ...call.genAi, ...Object.fromEntries(said) } };
}

/** Lists of messages in JSON as one: one a message is joined; of lists that tell more at once the longest is all of it. */
function joined(texts: readonly string[]): string {
  const [only = ''] = texts;
  if (texts.length === 1) return only;
  try {
    const lists = texts
      .map((text): unknown => JSON.parse(text))
      .filter((list) => Array.isArray(list));
    const longest = lists.reduce((most, list) => (list.length > most.length ? list : most), []);
    return JSON.stringify(longest.length > 1 ? longest : lists.flat());
  } catch {
    return only; // cut on its way, or too deep: shown as it came
  }
}

function holdsContent(row: Row): boolean {
  return names.some((name) => genAi(row, name) !== undefined);
}
