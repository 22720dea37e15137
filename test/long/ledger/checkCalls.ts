import type { Row } from '../../../local/ask/row.ts';
import { type Entry, toTitle } from './entry.ts';
import type { ModelCall } from './model.ts';

/**
 * What is wrong with the calls to the model: each has a `chat` row, but those that a killed worker had open, or ended within
 * `beforeMs`; and no other piece came to the model than those that must. `kills` are by instance, in ms since 1970; what a
 * worker had sent by then the model may have read up to `afterMs` later.
 */
export function checkCalls(
  entries: readonly Entry[],
  calls: readonly ModelCall[],
  chatRows: readonly Pick<Row, 'customDimensions'>[],
  kills: readonly (readonly number[])[],
  { beforeMs, afterMs }: { readonly beforeMs: number; readonly afterMs: number },
): string[] {
  const callsOf = Map.groupBy(calls, ({ seed }) => `${seed}`);
  const rowsOf = Map.groupBy(
    chatRows,
    ({ customDimensions }) => `${customDimensions['gen_ai.request.seed']}`,
  );
  const excused = ({ instance, receivedAt, endedAt = Infinity }: ModelCall) =>
    kills[instance]?.some((at) => receivedAt <= at + afterMs && endedAt >= at - beforeMs) ?? false;
  return entries.flatMap(({ piece }) => {
    const own = callsOf.get(`${piece.seed}`) ?? [];
    const title = toTitle(piece);
    if (piece.unasked && own.length > 0) return [`${title}: the model was asked.`];
    if (!piece.unasked && own.length === 0) return [`${title}: the model was never asked.`];
    const recorded = rowsOf.get(`${piece.seed}`) ?? [];
    const ids = recorded.map(({ customDimensions }) => customDimensions['app.model_request_id']);
    const unnamed = own.filter(({ requestId }) => !ids.includes(requestId));
    // A row knows its call's ID only if the answer's head came: the other rows are of some of the other calls.
    const headless = ids.filter((id) => id === undefined).length;
    const missing = unnamed.filter((call) => !excused(call)).slice(headless);
    return missing.length === 0
      ? []
      : [
          `${title}: ${own.length} calls to the model, ${recorded.length} chat rows; without one: ${missing.map(toText).join(', ')}.`,
        ];
  });
}

function toText({ instance, requestId, mood, receivedAt, endedAt }: ModelCall): string {
  const from = new Date(receivedAt).toISOString();
  const length = endedAt === undefined ? 'still open' : `${endedAt - receivedAt} ms`;
  return `${requestId} of instance ${instance} at ${from} (${length}; the model ${mood})`;
}
