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
    // A service may tell all of it more than once: by messages, then as a whole.
    const lists = [...new Set(texts)].map((text) => text.trim());
    const whole = lists.filter((text) => /^\[.*\]$/s.test(text)).map((text) => text.slice(1, -1));
    if (lists.length === 0) return [];
    return [[name, lists.length === 1 ? lists[0] : `[${whole.join(',')}]`] as const];
  });
  return { ...call, genAi: { ...call.genAi, ...Object.fromEntries(said) } };
}

function holdsContent(row: Row): boolean {
  return names.some((name) => genAi(row, name) !== undefined);
}
