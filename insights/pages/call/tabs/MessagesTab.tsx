import { useState } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { formatBytes, formatSpan } from '../../../format.ts';
import { genAi } from '../../../genAi/attributes.ts';
import { isOurCall } from '../../../ours.ts';
import type { MessagePart } from '../../../view/messages/parts.ts';
import { type DisplayMessage, type OfferedTool, readMessages } from '../../../view/messages.ts';
import { codeOf } from '../../../view/waterfall/rowKind.ts';
import { NotRecorded } from '../../text/amounts.tsx';
import { CopyButton } from '../../text/copy.tsx';
import { LongText } from '../../text/texts.tsx';
import { selectRow } from '../callView.ts';
import { useCall } from '../rows/said.ts';

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

/** One message: who said it and what, as plain text; history and instructions are a line until they are opened. */
function Message({ message }: { message: DisplayMessage }) {
  const [open, setOpen] = useState(!message.folded);
  const { from, role, parts, line, finishReason } = message;
  const text = parts.map((part) => part.text).join('\n');
  return (
    <article class={`message ${from} role-${/^\w+$/.test(role) ? role : 'other'}`}>
      <header>
        <button
          type="button"
          class="quiet fold"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <span aria-hidden="true">{open ? '▾' : '▸'}</span> <strong>{role}</strong>
          {!open && <span class="line"> {line}</span>}
        </button>
        <span class="dim">
          {from === 'output' && 'answer'}
          {finishReason !== undefined && ` · ${finishReason}`}
          {text.length > 1_000 && ` · ${formatBytes(text.length)}`}
        </span>
        <CopyButton text={text} what="message" />
      </header>
      {open && parts.map((part, index) => <Part key={`${part.kind} ${index}`} part={part} />)}
      {open && parts.length === 0 && <p class="dim">(empty)</p>}
    </article>
  );
}

const labels: Readonly<Partial<Record<MessagePart['kind'], string>>> = {
  refusal: 'refusal',
  reasoning: 'reasoning',
  tool_result: 'result of a tool',
  other: 'a part without a type',
};

function Part({ part }: { part: MessagePart }) {
  const { kind, text, name, id, result } = part;
  if (kind === 'tool_call') {
    return (
      <div class="part tool-call">
        <p class="part-label" title={id}>
          ⚙ <strong>{name}</strong>
        </p>
        <LongText text={text} mono />
        <p class="part-label">
          → {result === undefined ? 'no result in these messages' : 'result'}
        </p>
        {result !== undefined && <LongText text={result} mono />}
      </div>
    );
  }
  const label = kind === 'other' && name ? `part of type ${name}` : labels[kind];
  return (
    <div class={`part ${kind}`}>
      {label !== undefined && <p class="part-label">{label}</p>}
      <LongText text={text} mono={kind === 'other' || kind === 'tool_result'} />
    </div>
  );
}
