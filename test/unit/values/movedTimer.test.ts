import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMovedTimer } from '../../../src/values/movedTimer.ts';

describe('a timer that is moved on', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.restoreAllMocks(); // before the real timers come back: a spy would bring back the timer that it was set on
    vi.useRealTimers();
  });

  /** A timer that notes when it was due, in ms from its start. */
  function start() {
    const dueAt: number[] = [];
    const begin = performance.now();
    const timer = createMovedTimer(() => dueAt.push(performance.now() - begin));
    return { timer, dueAt };
  }

  it('is due once, at the moment last set', () => {
    const { timer, dueAt } = start();
    timer.dueIn(100);
    vi.advanceTimersByTime(60);
    timer.dueIn(100);
    vi.advanceTimersByTime(30);
    timer.dueIn(100);
    vi.advanceTimersByTime(1_000);
    expect(dueAt).toEqual([190]);
  });

  it('is one timer of Node’s, however often it is moved on', () => {
    const set = vi.spyOn(globalThis, 'setTimeout');
    const { timer, dueAt } = start();
    for (let move = 0; move < 50; move++) {
      timer.dueIn(100);
      vi.advanceTimersByTime(1);
    }
    expect(set).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_000);
    expect(dueAt).toEqual([149]);
  });

  it('can be set to an earlier moment, and set again when it was due', () => {
    const { timer, dueAt } = start();
    timer.dueIn(1_000);
    timer.dueIn(10);
    vi.advanceTimersByTime(20);
    timer.dueIn(10);
    vi.advanceTimersByTime(2_000);
    expect(dueAt).toEqual([10, 30]);
  });

  it('is not due while it is put off without end, nor once it has ended', () => {
    const { timer, dueAt } = start();
    timer.dueIn(10);
    timer.dueIn(Number.POSITIVE_INFINITY);
    vi.advanceTimersByTime(1_000);
    expect(dueAt).toEqual([]);
    timer.dueIn(10);
    vi.advanceTimersByTime(10);
    expect(dueAt).toEqual([1_010]);
    timer.dueIn(10);
    timer.end();
    vi.advanceTimersByTime(1_000);
    expect(dueAt).toEqual([1_010]);
    expect(vi.getTimerCount()).toBe(0);
    timer.dueIn(20);
    vi.advanceTimersByTime(20);
    expect(dueAt).toEqual([1_010, 2_030]);
  });
});
