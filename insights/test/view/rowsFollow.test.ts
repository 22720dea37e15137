import { describe, expect, it } from 'vitest';
import type { ListedRow, ListedRows } from '../../api.ts';
import { appendRows, countNew, mostRows, showFresh } from '../../view/rowsFollow.ts';

function row(seq: number, second = seq): ListedRow {
  const timestamp = new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();
  const none = { severity: null, app: null, operation_Id: null, session_Id: null, name: null };
  return { ...none, seq, timestamp, kind: 'traces', text: `${seq}` };
}

const page = (seqs: readonly number[], next: string | null = null): ListedRows => ({
  items: seqs.map((seq) => row(seq)),
  next,
});
const list = (seqs: readonly number[], next: string | null, fresh?: ListedRows) => ({
  ...page(seqs, next),
  fresh,
});
const seqsOf = ({ items }: ListedRows) => items.map(({ seq }) => seq);

describe('the list of rows', () => {
  it('counts what it does not show, and shows it above what it has when they meet', () => {
    const shown = list([3, 2, 1], '1', page([5, 4, 3], '3'));
    expect(countNew(shown)).toBe(2);
    const next = showFresh(shown);
    expect(seqsOf(next)).toEqual([5, 4, 3, 2, 1]);
    expect(next).toMatchObject({ next: '1', fresh: undefined });
    expect(countNew(next)).toBe(0);
  });

  it('puts a row that came late in its place', () => {
    const late = { ...page([5], null).items[0], seq: 9, timestamp: row(2.5).timestamp };
    const fresh = { items: [row(3), late as ListedRow, row(2)], next: '2' };
    expect(seqsOf(showFresh({ ...list([3, 2, 1], '1'), fresh }))).toEqual([3, 9, 2, 1]);
  });

  it('begins anew where more came than a page holds, so that no gap looks like none', () => {
    expect(showFresh(list([2, 1], '1', page([9, 8], '8')))).toMatchObject(page([9, 8], '8'));
  });

  it('is empty when all was deleted, and stays when a search looked no further', () => {
    expect(seqsOf(showFresh(list([2, 1], '1', page([]))))).toEqual([]);
    expect(seqsOf(showFresh(list([2, 1], '1', page([], '5'))))).toEqual([2, 1]);
  });

  it('holds 1,000 rows, and knows where those below them begin', () => {
    const many = Array.from({ length: mostRows }, (_, at) => 5_000 - at);
    const full = appendRows(list(many, 'x'), page([7, 6], '6'));
    expect(full.items).toHaveLength(mostRows);
    expect(full.next).toBe(`${row(4_001).timestamp}~4001`);
    expect(seqsOf(appendRows(list([3, 2], '2'), page([2, 1])))).toEqual([3, 2, 1]);
  });
});
