import { useState } from 'preact/hooks';
import { formatBytes } from '../../../format.ts';
import type { MessagePart } from '../../../view/messages/parts.ts';
import type { DisplayMessage } from '../../../view/messages.ts';
import { CopyButton } from '../../text/copy.tsx';
import { Picture } from '../../text/Picture.tsx';
import { RichText } from '../../text/RichText.tsx';
import { LongText } from '../../text/texts.tsx';

/** One message: who said it and what; history and instructions are a line until they are opened. */
export function Message({ message }: { message: DisplayMessage }) {
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
  if (part.base64 !== undefined) {
    return (
      <div class="part media">
        <Picture base64={part.base64} text={text} />
      </div>
    );
  }
  const label = kind === 'other' && name ? `part of type ${name}` : labels[kind];
  return (
    <div class={`part ${kind}`}>
      {label !== undefined && <p class="part-label">{label}</p>}
      {kind === 'text' ? (
        <RichText text={text} />
      ) : (
        <LongText text={text} mono={kind === 'other' || kind === 'tool_result'} />
      )}
    </div>
  );
}
