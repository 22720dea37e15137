import { describe, expect, it } from 'vitest';
import { toVirtualWindow } from '../../view/virtualWindow.ts';

describe('a long list', () => {
  it.each([
    ['at the top', { count: 2_000, scrollTop: 0 }, [0, 19]],
    ['in the middle', { count: 2_000, scrollTop: 32_000 }, [996, 1_015]],
    ['between two rows', { count: 2_000, scrollTop: 32_016 }, [996, 1_015]],
    ['at the end', { count: 2_000, scrollTop: 63_680 }, [1_981, 2_000]],
    ['beyond the end, when it became shorter', { count: 30, scrollTop: 63_680 }, [11, 30]],
    ['above the top, as Safari scrolls', { count: 2_000, scrollTop: -80 }, [0, 19]],
    ['of few rows', { count: 3, scrollTop: 0 }, [0, 3]],
    ['of none', { count: 0, scrollTop: 0 }, [0, 0]],
  ])('%s', (_where, { count, scrollTop }, [first, last]) => {
    const window = toVirtualWindow({ count, scrollTop, rowHeight: 32, height: 320 });
    expect([window.first, window.last]).toEqual([first, last]);
    const drawn = (window.last - window.first) * 32;
    expect(window.padTop + drawn + window.padBottom).toBe(count * 32);
  });

  it('draws what is seen and eight rows more, wherever it is scrolled to', () => {
    for (let scrollTop = 0; scrollTop <= 6_080; scrollTop += 7) {
      const view = { count: 200, scrollTop, rowHeight: 32, height: 320 };
      const { first, last } = toVirtualWindow(view);
      expect(first * 32).toBeLessThanOrEqual(scrollTop);
      expect(last * 32).toBeGreaterThanOrEqual(scrollTop + 320);
      expect(last - first).toBeLessThanOrEqual(10 + 1 + 8);
    }
  });
});
