import { fields, list } from '../receive/untrusted.ts';

const aboutLength = 120;
/** A longer record is looked through as text: it may be 30 MB. */
const longestParsed = 64 * 1024;
const contentKey = '"content":"';

/**
 * First words of the last question in a record of messages; null when it is in no form that is known. Of a long record only the
 * form that recorders write, without spaces, is known.
 */
export function aboutOf(recorded: string): string | null {
  const words =
    recorded.length <= longestParsed ? lastQuestion(recorded) : lastQuestionOfLong(recorded);
  return words?.replace(/\s+/g, ' ').trim().slice(0, aboutLength) || null;
}

function lastQuestion(recorded: string): string | undefined {
  const user = list(parse(recorded)).findLast((message) => fields(message).role === 'user');
  if (user === undefined) return undefined;
  const { parts, content } = fields(user);
  const said = parts ?? content;
  const texts = (Array.isArray(said) ? said : [said]).map((part) => {
    const { content, text } = fields(part);
    return [part, content, text].find((each) => typeof each === 'string') ?? '';
  });
  return texts.find((text) => text.trim() !== '');
}

function lastQuestionOfLong(recorded: string): string | undefined {
  const user = recorded.lastIndexOf('"role":"user"', recorded.lastIndexOf(contentKey));
  const start = user === -1 ? -1 : recorded.indexOf(contentKey, user);
  if (start === -1) return undefined;
  const from = start + contentKey.length;
  const text =
    /^(?:[^"\\]|\\.)*/s.exec(recorded.slice(from, from + 4 * aboutLength + 1))?.[0] ?? '';
  const whole = text.slice(0, 4 * aboutLength).replace(/\\[^"]{0,5}$/, '');
  const words = parse(`"${whole}"`);
  return typeof words === 'string' ? words : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
