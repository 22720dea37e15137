import type { StoredRow } from '../../../api.ts';
import { formatSpan } from '../../../format.ts';
import { readMessages } from '../../../view/messages.ts';
import { codeOf } from '../../../view/waterfall/rowKind.ts';
import { NotRecorded } from '../../text/NotRecorded.tsx';
import { selectRow } from '../callView.ts';
import { Tools } from '../messages/Tools.tsx';
import { useWholeRow } from '../rows/useWholeRow.ts';
import { Message } from './Message.tsx';

/** What was said in one call to a model; which call, when there were several, is chosen above. */
export function MessagesTab({
  calls,
  call,
}: {
  /** The calls to models, oldest first. */
  calls: readonly StoredRow[];
  call: StoredRow | undefined;
}) {
  const { row, loading } = useWholeRow(call);
  if (row === undefined) return <p class="dim">No call to a model has arrived.</p>;
  const { recorded, messages, tools, notes } = readMessages(row);
  return (
    <div class="messages">
      {calls.length > 1 && (
        <fieldset class="choices call-choice" aria-label="Call to a model">
          {calls.map((each, index) => (
            <button
              type="button"
              key={each.seq}
              aria-pressed={each.seq === row.seq}
              onClick={() => selectRow(each.seq)}
            >
              {index + 1} {each.customDimensions['gen_ai.request.model'] ?? each.name}{' '}
              <span class={codeOf(each) === undefined ? 'dim' : 'error'}>
                {codeOf(each) === undefined ? formatSpan(each.duration ?? 0) : `✕ ${codeOf(each)}`}
              </span>
            </button>
          ))}
        </fieldset>
      )}
      {loading ? (
        <p class="dim" aria-busy="true">
          These messages are long; the rest of them is on its way.
        </p>
      ) : (
        <>
          {!recorded && <NotRecorded />}
          {notes.map((note) => (
            <p key={note} class="note-line">
              {note}
            </p>
          ))}
          {tools.length > 0 && <Tools tools={tools} />}
          {messages.map((message, index) => (
            <Message key={`${row.seq} ${index}`} message={message} />
          ))}
          {recorded && codeOf(row) !== undefined && (
            <p class="error">✕ {codeOf(row)}: the model gave no whole answer to this call.</p>
          )}
        </>
      )}
    </div>
  );
}
