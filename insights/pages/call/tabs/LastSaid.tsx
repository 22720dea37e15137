import type { StoredRow } from '../../../api.ts';
import { readMessages } from '../../../view/messages.ts';
import { showCall } from '../callView.ts';
import { useCall } from '../rows/said.ts';
import { Message } from './Message.tsx';

/** What was asked last and what was answered, by the last call to a model; nothing when that is not recorded. */
export function LastSaid({ call, rows }: { call: StoredRow; rows: readonly StoredRow[] }) {
  const { row = call, loading } = useCall(call, rows);
  const { messages } = readMessages(row);
  const question = messages.findLast(({ from, role }) => from === 'input' && role === 'user');
  const shown = messages.filter((each) => each === question || each.from === 'output');
  const more = messages.length - shown.length;
  if (loading || shown.length === 0) return null;
  return (
    <section class="last-said messages" aria-label="The last question and the answer">
      {more > 0 && (
        <button type="button" class="quiet" onClick={() => showCall({ tab: 'messages' })}>
          {more} more {more === 1 ? 'message' : 'messages'} ▸
        </button>
      )}
      {shown.map((message, index) => (
        <Message key={`${row.seq} ${index}`} message={message} />
      ))}
    </section>
  );
}
