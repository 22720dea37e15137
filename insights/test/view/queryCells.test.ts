import { describe, expect, it } from 'vitest';
import { callOfCell, sortRows, toCellText, toCsv, toTabbed } from '../../view/queryCells.ts';

const columns = [
  { name: 'operation_Id', type: 'string' },
  { name: 'session_Id', type: 'string' },
  { name: 'n', type: 'real' },
];

describe('a cell', () => {
  it.each([
    ['2026-11-24T10:00:00.1234567Z', 'datetime', '2026-11-24 10:00:00.123'],
    ['2026-11-24T10:00:00.49Z', 'datetime', '2026-11-24 10:00:00.490'],
    ['2026-11-24T10:00:00Z', 'datetime', '2026-11-24 10:00:00'],
    [0.1 + 0.2, 'real', '0.3'],
    [9_007_199_254_740_991, 'long', '9007199254740991'],
    [null, 'long', ''],
    [false, 'bool', 'false'],
    ['', 'string', ''],
  ])('%j of type %s is %j', (cell, type, text) => {
    expect(toCellText(cell, type)).toBe(text);
  });

  it('leads to its call: an operation with the session beside it, or a session alone', () => {
    const row = ['op/1', 's 1', 2];
    expect(callOfCell({ columns }, row, 0)).toBe('/calls/op%2F1?session=s%201');
    expect(callOfCell({ columns }, row, 1)).toBe('/sessions/s%201');
    expect(callOfCell({ columns }, row, 2)).toBeUndefined();
    expect(callOfCell({ columns }, ['', null, 2], 0)).toBeUndefined();
  });
});

it('rows are sorted by numbers as numbers, those without a value last in both orders', () => {
  const rows = [[10], [null], [9], [100]];
  expect(sortRows(rows, { column: 0, up: true })).toEqual([[9], [10], [100], [null]]);
  expect(sortRows(rows, { column: 0, up: false })).toEqual([[100], [10], [9], [null]]);
});

it('CSV is quoted, and holds nothing that a spreadsheet would run; numbers below zero stay numbers', () => {
  const rows = [
    ['=cmd()', 'a,"b"\nc', -1],
    ['-1+1', '@x', null],
  ];
  expect(toCsv({ columns, rows })).toBe(
    'operation_Id,session_Id,n\r\n\'=cmd(),"a,""b""\nc",-1\r\n\'-1+1,\'@x,\r\n',
  );
});

it('what is copied has one line a row, whatever its texts hold', () => {
  expect(toTabbed({ columns, rows: [['a\tb', 'c\nd', 1]] })).toBe(
    'operation_Id\tsession_Id\tn\na b\tc d\t1',
  );
});
