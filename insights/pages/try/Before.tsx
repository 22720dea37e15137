import { toPlainLine } from '../../plainLine.ts';
import { toText } from '../../view/messages/recorded.ts';
import { LongText } from '../text/texts.tsx';
import type { Context, Message } from './chat.ts';

/** The messages of a call that stand before the first question: one line until they are opened. */
export function Before({ context, onDrop }: { context: Context; onDrop: () => void }) {
  const { messages } = context;
  if (messages.length === 0) return null;
  const count = `${messages.length} earlier ${messages.length === 1 ? 'message' : 'messages'}`;
  return (
    <details class="try-before">
      <summary>
        {count} of the call {messages.length === 1 ? 'is' : 'are'} sent before
      </summary>
      <ol>
        {messages.map((message, index) => (
          <li key={index}>
            <strong>{toPlainLine(nameOf(message), 40)}</strong>
            <LongText text={textOf(message)} mono={typeof message.content !== 'string'} />
          </li>
        ))}
      </ol>
      <button type="button" onClick={onDrop}>
        Leave them out
      </button>
    </details>
  );
}

function nameOf({ role, type }: Message): string {
  const name = role ?? type;
  return typeof name === 'string' ? name : 'message';
}

function textOf(message: Message): string {
  const { content } = message;
  return typeof content === 'string' && content !== '' ? content : toText(message);
}
