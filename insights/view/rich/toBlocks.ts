import type { Token, Tokens } from 'marked';
import type { Block } from './nodes.ts';
import { toInline } from './toInline.ts';

/** The blocks that tokens of Markdown stand for; HTML, and what is not known, is the text that it was written as. */
export function toBlocks(tokens: readonly Token[]): Block[] {
  return tokens.flatMap((token) => toBlock(token as Tokens.Generic) ?? []);
}

function toBlock(token: Tokens.Generic): Block | undefined {
  switch (token.type) {
    case 'space':
    case 'def':
      return undefined;
    case 'hr':
      return { kind: 'rule' };
    case 'code':
      return { kind: 'code', language: (token as Tokens.Code).lang ?? '', text: token.text };
    case 'blockquote':
      return { kind: 'quote', blocks: toBlocks(token.tokens ?? []) };
    case 'heading':
      return { kind: 'heading', level: token.depth, parts: toInline(token.tokens ?? []) };
    case 'list':
      return toList(token as Tokens.List);
    case 'table':
      return toTable(token as Tokens.Table);
    case 'paragraph':
    case 'text':
      return { kind: 'paragraph', parts: toInline(token.tokens ?? [token]) };
    default:
      return { kind: 'paragraph', parts: [{ kind: 'text', text: token.raw }] };
  }
}

function toList({ ordered, start, items }: Tokens.List): Block {
  return {
    kind: 'list',
    start: ordered ? Number(start) || 0 : undefined,
    items: items.map(({ task, checked, tokens }) => ({
      done: task ? checked === true : undefined,
      blocks: toBlocks(tokens.filter(({ type }) => type !== 'checkbox')),
    })),
  };
}

function toTable({ header, rows }: Tokens.Table): Block {
  const toCells = (cells: readonly Tokens.TableCell[]) =>
    cells.map(({ tokens }) => toInline(tokens));
  return { kind: 'table', head: toCells(header), rows: rows.map(toCells) };
}
