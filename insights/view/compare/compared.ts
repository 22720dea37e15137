import type { Operation, StoredRow } from '../../api.ts';
import { toOperation } from '../../store/toOperation.ts';
import { readAsked } from '../again/asked.ts';
import type { MessagePart } from '../messages/parts.ts';
import { readMessages } from '../messages.ts';
import { type NamedText, requestTexts } from './requestTexts.ts';

/** What of a call is held against others. */
export interface Compared {
  readonly operation: Operation;
  /** What was asked, by name: parameters, then messages. */
  readonly request: readonly NamedText[];
  /** Why what was asked is not known. */
  readonly missing: string | undefined;
  /** What was answered last; undefined when that is not recorded, or nothing was. */
  readonly answer: string | undefined;
}

/**
 * What of a call is held against others, from its rows and the last of its calls to models with what was said in it; undefined when
 * there is no row. The row of the request must be whole.
 */
export function toCompared(
  rows: readonly StoredRow[],
  last: StoredRow | undefined,
): Compared | undefined {
  const summed = toOperation(rows);
  if (summed === undefined) return undefined;
  const was = readAsked(rows);
  const said = last === undefined ? [] : readMessages(last).messages;
  const answer = said.findLast(({ from }) => from === 'output')?.parts.map(toText);
  return {
    operation: { ...summed, seq: 0, deliveries: 0 },
    ...('asked' in was
      ? { request: requestTexts(was.asked), missing: undefined }
      : { request: [], missing: was.missing }),
    answer: answer?.join('\n'),
  };
}

function toText({ kind, name, text, result }: MessagePart): string {
  if (kind !== 'tool_call') return text;
  return `⚙ ${name}(${text})${result === undefined ? '' : `\n→ ${result}`}`;
}
