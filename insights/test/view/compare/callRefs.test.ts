import { describe, expect, it } from 'vitest';
import {
  type CallRef,
  compareHref,
  formatCallRef,
  parseCallRef,
  parseCallRefs,
} from '../../../view/compare/callRefs.ts';

const refs: readonly CallRef[] = [
  {
    operation: '0af7651916cd43dd8448eb211c80319c',
    session: 'b7ad6b71-6920-4331-9c00-000000000001',
  },
  { operation: 'op', session: undefined },
  { operation: 'a,b~c d/e?f&g=h#%2C', session: '~,%' },
];

describe('calls in an address', () => {
  it('come back as they went in, whatever they are called', () => {
    const { searchParams } = new URL(compareHref(refs), 'http://insights.test');
    expect(parseCallRefs(searchParams.get('calls'))).toEqual(refs);
    for (const ref of refs) expect(parseCallRef(formatCallRef(ref))).toEqual(ref);
  });

  it('are plain words when they are IDs', () => {
    expect(compareHref(refs.slice(0, 2))).toBe(
      '/compare?calls=0af7651916cd43dd8448eb211c80319c~b7ad6b71-6920-4331-9c00-000000000001,op~',
    );
  });

  it.each([
    [null, 0],
    ['', 0],
    [',,~,~s1', 0],
    ['%E0%A4%A', 0],
    [`${'x'.repeat(301)}~s`, 0],
    ['op~s1,op~s1,op~s2', 2],
    ['a,b', 2],
    [Array.from({ length: 500 }, (_, n) => `op${n}~`).join(), 21],
  ])('%s names %i', (calls, count) => {
    expect(parseCallRefs(calls)).toHaveLength(count);
  });
});
