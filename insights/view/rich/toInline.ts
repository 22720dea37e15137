import type { Token, Tokens } from 'marked';
import { withoutDataUrls } from '../messages/mediaText.ts';
import type { Inline } from './nodes.ts';

/** The parts of a line that tokens of Markdown stand for; an image is its address, for nothing is fetched from there. */
export function toInline(tokens: readonly Token[]): Inline[] {
  return tokens.flatMap((token) =>
    token.type === 'text' && token.tokens !== undefined
      ? toInline(token.tokens)
      : toPart(token as Tokens.Generic),
  );
}

function toPart(token: Tokens.Generic): Inline {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return { kind: token.type, parts: toInline(token.tokens ?? []) };
    case 'codespan':
      return { kind: 'code', text: token.text };
    case 'br':
      return { kind: 'break' };
    case 'link':
      return toLink(token);
    case 'image':
      return { kind: 'text', text: withoutDataUrls(token.raw) };
    case 'text':
    case 'escape':
      return { kind: 'text', text: token.text };
    default:
      return { kind: 'text', text: token.raw };
  }
}

const followed = new Set(['http:', 'https:', 'mailto:']);

/** A link that a browser would run, or look for on this page's own host, is the text that it was written as. */
function toLink({ href, raw, tokens }: Tokens.Generic): Inline {
  const isFollowed = URL.canParse(href) && followed.has(new URL(href).protocol);
  return isFollowed
    ? { kind: 'link', href, parts: toInline(tokens ?? []) }
    : { kind: 'text', text: raw };
}
