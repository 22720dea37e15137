import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { until } from '../../test/time/until.ts';
import { createMishaps } from '../mishaps.ts';
import type { Row } from '../row.ts';
import { printTrees } from '../terminal/printTrees.ts';
import { renderTree } from '../terminal/tree.ts';
import { toRow } from './store/rows.ts';

const span = (id: string, parent: string, name = 'n') =>
  toRow({
    itemType: 'dependencies',
    id,
    operation_ParentId: parent,
    name,
    duration: 1,
    success: 'True',
    session_Id: 's',
  });
const lines = (rows: readonly Row[]) => renderTree(rows, { color: false }).split('\n').length - 1;

describe('a tree of any shape is drawn, each row once', () => {
  it.each<[string, readonly Row[]]>([
    [
      'twenty thousand deep',
      [...Array(20_000).keys()].map((n) => span(`${n}`, n ? `${n - 1}` : '')),
    ],
    [
      'whose IDs repeat at each depth',
      [...Array(40).keys()].flatMap((n) => [
        span(`${n}`, n ? `${n - 1}` : ''),
        span(`${n}`, n ? `${n - 1}` : ''),
      ]),
    ],
    ['whose parents go in a circle below a root', [span('a', ''), span('b', 'a'), span('a', 'b')]],
    ['that is its own parent', [span('a', 'a')]],
    ['twenty thousand wide', [...Array(20_000).keys()].map((n) => span(`${n}`, '0'))],
  ])('%s', (_name, rows) => {
    expect(lines(rows)).toBe(rows.length);
  });
});

describe('what is written to the terminal', () => {
  const print = (quietMs = 10) => {
    const written: string[] = [];
    let tell: (rows: readonly Row[]) => void = () => {};
    const insights = {
      mishaps: createMishaps((line) => written.push(line)),
      onRows(listener: typeof tell) {
        tell = listener;
        return () => {};
      },
    };
    const options = { color: false, quietMs, hostMs: quietMs };
    const stop = printTrees(insights, (text) => written.push(text), options);
    return { written, stop, tell: (rows: readonly Row[]) => tell(rows) };
  };
  const wait = (written: readonly string[]) =>
    until(
      'something in the terminal',
      () => written.length,
      (count) => count > 0,
    );

  it('of a session that sends without end is a thousand rows', async () => {
    const { written, stop, tell } = print();
    tell([span('own', '', 'generate_completion')]);
    for (let n = 0; n < 50; n++) tell([...Array(1_000).keys()].map((m) => span(`${n}-${m}`, '')));
    await wait(written);
    expect(written).toHaveLength(1);
    expect(written[0]?.trim().split('\n')).toHaveLength(1_001);
    stop();
  });

  it('waits for the rest of a call without holding its content', async () => {
    const { stop, tell } = print(600_000);
    let held = 10;
    const gone = new FinalizationRegistry(() => {
      held--;
    });
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    for (let n = 0; n < 10; n++) {
      const content = { text: 'x'.repeat(2_000) };
      gone.register(content, n);
      tell([{ ...span(`${n}`, ''), customDimensions: content }]);
    }
    await until(
      'the content to be gone, but perhaps the last, which this function may hold',
      () => {
        collect();
        return held;
      },
      (count) => count <= 1,
      5_000,
    );
    stop();
  });

  it('of somebody else’s call holds none of its control characters', async () => {
    const { written, stop, tell } = print();
    tell([span('a', '', '\u001b[2J\u0007gone\nGET /health')]);
    await wait(written);
    expect(written.join('')).not.toMatch(/[^\P{Cc}\n]/u);
    expect(written.join('').trim().split('\n')).toHaveLength(1);
    stop();
  });
});
