import { Lexer } from 'marked';
import { indentedJson } from './indentedJson.ts';
import type { Block } from './rich/nodes.ts';
import { toBlocks } from './rich/toBlocks.ts';

/** Longer texts stay as they came. */
const mostCharacters = 100 * 1024;

/** The lexer takes 39 s for `_a` 50,000 times in one line, and its time grows with the square of it: a longer line stays as it came. */
const longestLine = 2_048;

/** After so long, what is left stays as it came; not of the first characters, which a busy machine reads too. */
const mostMs = 100;
const readAnyway = 4_096;

/** Deeper quotes and lists end the lexer's stack; it takes a second or more to do so. */
const tooDeep = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){17,}/m;

/**
 * A text that was said to a model or by it, as what it is written in: JSON, or Markdown. Undefined when it is better shown as it
 * came: it is too long or too deep, or not to be read.
 */
export function readRich(text: string): readonly Block[] | undefined {
  if (text.length > mostCharacters) return undefined;
  const json = toIndentedJson(text);
  if (json !== undefined) return [{ kind: 'code', language: 'json', text: json }];
  if (tooDeep.test(text)) return undefined;
  try {
    return toBlocks(lex(text));
  } catch {
    return undefined;
  }
}

function lex(text: string) {
  const lexer = new Lexer();
  const end = performance.now() + mostMs;
  let characters = 0;
  lexer.blockTokens(text, lexer.tokens);
  // As the lexer's own `lex` does, within bounds.
  for (const { src, tokens } of lexer.inlineQueue) {
    characters += src.length;
    const isLate = characters > readAnyway && performance.now() > end;
    if (src.length > longestLine || isLate) {
      tokens.push({ type: 'text', raw: src, text: src });
    } else lexer.inlineTokens(src, tokens);
  }
  return lexer.tokens;
}

function toIndentedJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return indentedJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}
