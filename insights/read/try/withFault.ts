import type { Fault } from '../../api.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The words in brackets that the embedded model reads (local/model/fixtures.ts). */
const words: Readonly<Record<Fault, string>> = {
  throttled: '(throttled once)',
  slow: '(slow)',
  cut: '(cut off)',
};

/** A request whose last question asks for a fault; undefined when the fault is not known, or no message is a user's. */
export function withFault(request: Fields, fault: unknown): Fields | undefined {
  const word = Object.entries(words).find(([name]) => name === fault)?.[1];
  if (word === undefined) return undefined;
  const name = Array.isArray(request.messages) ? 'messages' : 'input';
  const said = request[name];
  if (typeof said === 'string') return { ...request, [name]: `${said} ${word}` };
  if (!Array.isArray(said)) return undefined;
  const at = said.findLastIndex((each) => isRecord(each) && each.role === 'user');
  const asked = withWord(said[at], word, name === 'input' ? 'input_text' : 'text');
  return asked && { ...request, [name]: said.with(at, asked) };
}

function withWord(message: unknown, word: string, type: string): Fields | undefined {
  if (!isRecord(message)) return undefined;
  const { content } = message;
  if (typeof content === 'string') return { ...message, content: `${content} ${word}` };
  if (!Array.isArray(content)) return undefined;
  return { ...message, content: [...content, { type, text: word }] };
}

/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
