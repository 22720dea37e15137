import type { Operation } from '../api.ts';

/** Where a search found a call: the text in three parts, cut in front so that the hit is seen. */
export interface Hit {
  /** What the text is, such as `session`; empty for what the call was about. */
  readonly where: string;
  readonly whole: string;
  readonly before: string;
  readonly hit: string;
  readonly after: string;
}

/** So much is kept of what stands before a hit: the narrowest column shows some 20 characters. */
const shownBefore = 8;

/** Where a call holds a text; when nothing of its summary does, an ID of one of its rows has it. */
export function hitIn(call: Operation, text: string): Hit {
  const { about, conversationId, job, session_Id, operation_Id, model, fallbackModel } = call;
  const places: readonly (readonly [string, string | null])[] = [
    ['', about],
    ['conversation', conversationId],
    ['job', job],
    ['session', session_Id],
    ['operation', operation_Id],
    ['model', model],
    ['model', fallbackModel],
    ['outcome', call.outcome],
    ['', call.name],
  ];
  for (const [where, whole] of places) {
    const at = whole?.toLowerCase().indexOf(text.toLowerCase()) ?? -1;
    if (whole !== null && at >= 0) return cut(where, whole, at, text.length);
  }
  return cut('ID', text, 0, text.length);
}

function cut(where: string, whole: string, at: number, length: number): Hit {
  const from = at <= shownBefore ? 0 : at - shownBefore;
  return {
    where,
    whole,
    before: `${from > 0 ? '…' : ''}${whole.slice(from, at)}`,
    hit: whole.slice(at, at + length),
    after: whole.slice(at + length),
  };
}
