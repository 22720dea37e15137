import type { StoredRow } from '../../../api.ts';
import { formatSpan } from '../../../format.ts';
import { genAi } from '../../../genAi/attributes.ts';
import { isOurCall } from '../../../ours.ts';
import { type OfferedTool, readMessages } from '../../../view/messages.ts';
import { codeOf } from '../../../view/waterfall/rowKind.ts';
import { NotRecorded } from '../../text/amounts.tsx';
import { LongText } from '../../text/texts.tsx';
import { selectRow } from '../callView.ts';
import { useCall } from '../rows/said.ts';
import { Message } from './Message.tsx';

/** The messages of one call to a model; buttons above choose among several calls. */
export function MessagesTab({
  calls,
  call,
  rows,
}: {
  /** The calls to models, oldest first. */
  calls: readonly StoredRow[];
  call: StoredRow | undefined;
  rows: readonly StoredRow[];
}) {
  const { row, loading } = useCall(call, rows);
  if (row === undefined)
    return <p class="dim">No call for an answer has arrived. Of embeddings no text is recorded.</p>;
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
              {index + 1} {genAi(each, 'gen_ai.request.model') ?? each.name}{' '}
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
          {!recorded && <NotRecorded ours={isOurCall(row)} />}
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

/** The tools that were offered to the model, each folded. */
function Tools({ tools }: { tools: readonly OfferedTool[] }) {
  return (
    <details class="tools">
      <summary>
        ⚙ {tools.length} {tools.length === 1 ? 'tool' : 'tools'} offered:{' '}
        <span class="dim">{tools.map(({ name }) => name).join(', ')}</span>
      </summary>
      {tools.map(({ name, description, text }, index) => (
        <section key={`${name} ${index}`}>
          <h3>
            {name} <span class="dim">{description}</span>
          </h3>
          <LongText text={text} mono />
        </section>
      ))}
    </details>
  );
}
