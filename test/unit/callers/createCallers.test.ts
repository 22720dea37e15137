import { describe, expect, it, vi } from 'vitest';
import type { CallerLimits } from '../../../src/callers/admission.ts';
import { createCallers } from '../../../src/callers/createCallers.ts';
import { AppError } from '../../../src/errors.ts';
import { deadlineIn, type Limits } from '../../../src/values/deadline.ts';
import type { Spending } from '../../../src/values/spending.ts';

const configured = new Map([
  ['mobile', { name: 'mobile', keys: [], models: ['gpt-4o-mini', 'travel-guide'] }],
  ['web', { name: 'web', keys: [] }],
  ['free', { name: 'free', keys: [] }],
  ['old', { name: 'old', keys: [], disabled: true }],
]);

/** Limits that keep what they are told. */
function recordLimits(refusal?: AppError) {
  const told: unknown[] = [];
  const limits: CallerLimits = {
    isLimited: (caller) => caller !== 'free',
    async admit(caller, reserved) {
      told.push(['admit', caller, reserved]);
      if (refusal !== undefined) throw refusal;
      return { settle: (used) => void told.push(['settle', used]) };
    },
    headers: (caller) => ({ 'x-ratelimit-limit-requests': caller }),
    close: async () => void told.push('close'),
  };
  return { told, limits };
}

const limits = (): Limits => ({
  deadline: deadlineIn(1_000),
  left: new AbortController().signal,
});
const reserved: Spending = { tokens: 100, usd: 1 };
const reserve = () => reserved;

describe('work within limits', () => {
  it('is held for what it may use, and settled with the sum of its calls', async () => {
    const { told, limits: kept } = recordLimits();
    const answer = await createCallers(configured, kept).within(
      'web',
      reserve,
      limits(),
      async (own) => {
        own.onUsed?.({ tokens: 30, usd: 0.25 });
        own.onUsed?.({ tokens: 12, usd: 0.5 });
        return 'answer';
      },
    );
    expect(answer).toBe('answer');
    expect(told).toEqual([
      ['admit', 'web', reserved],
      ['settle', { tokens: 42, usd: 0.75 }],
    ]);
  });

  it('is settled when it fails, with what it has used; a silent call counts as what was held', async () => {
    const { told, limits: kept } = recordLimits();
    const work = createCallers(configured, kept).within('web', reserve, limits(), async (own) => {
      own.onUsed?.(undefined);
      own.onUsed?.({ tokens: 5, usd: 0 });
      throw new AppError('model_timeout', 'late');
    });
    await expect(work).rejects.toMatchObject({ code: 'model_timeout' });
    expect(told.at(-1)).toEqual(['settle', { tokens: 105, usd: 1 }]);
  });

  it('of a caller without limits is neither estimated nor told', async () => {
    const { told, limits: kept } = recordLimits();
    const estimate = vi.fn(reserve);
    await createCallers(configured, kept).within('free', estimate, limits(), async (own) => {
      expect(own.onUsed).toBeUndefined();
    });
    expect(estimate).not.toHaveBeenCalled();
    expect(told).toEqual([]);
  });

  it('that called no model uses nothing', async () => {
    const { told, limits: kept } = recordLimits();
    await createCallers(configured, kept).within('web', reserve, limits(), async () => {});
    expect(told.at(-1)).toEqual(['settle', { tokens: 0, usd: 0 }]);
  });

  it('does not begin when it is refused', async () => {
    const { told, limits: kept } = recordLimits(new AppError('caller_rate_limited', 'no'));
    let begun = false;
    const work = createCallers(configured, kept).within('web', reserve, limits(), async () => {
      begun = true;
    });
    await expect(work).rejects.toMatchObject({ code: 'caller_rate_limited' });
    expect([begun, told.length]).toEqual([false, 1]);
  });

  it('whose caller left while it waited does not begin, and uses nothing', async () => {
    const { told, limits: kept } = recordLimits();
    let begun = false;
    const left = AbortSignal.abort();
    const work = createCallers(configured, kept).within(
      'web',
      reserve,
      { ...limits(), left },
      async (own) => {
        begun = true;
        own.onUsed?.(undefined); // as a call to a model does that was broken off
      },
    );
    await expect(work).rejects.toMatchObject({ code: 'client_closed' });
    expect([begun, told.at(-1)]).toEqual([false, ['settle', { tokens: 0, usd: 0 }]]);
  });

  it('of nobody has no limits, and counts nothing', async () => {
    const { told, limits: kept } = recordLimits();
    const given = limits();
    await createCallers(configured, kept).within(undefined, reserve, given, async (own) => {
      expect(own).toBe(given);
    });
    expect(told).toEqual([]);
  });

  it('gives back what is leased in the end', async () => {
    const { told, limits: kept } = recordLimits();
    await createCallers(configured, kept).close();
    await createCallers(undefined, undefined).close();
    expect(told).toEqual(['close']);
  });
});

describe('what a caller may ask', () => {
  const { allowed, checkModel, known, areSet } = createCallers(configured, undefined);
  const all = ['gpt-4o', 'gpt-4o-mini', 'travel-guide'];

  it('its own models, or all where it has no list', () => {
    expect(allowed('mobile', all)).toEqual(['gpt-4o-mini', 'travel-guide']);
    expect(allowed('web', all)).toEqual(all);
    expect(allowed(undefined, all)).toEqual(all);
    expect(() => checkModel('mobile', 'gpt-4o-mini')).not.toThrow();
    expect(() => checkModel('mobile', 'gpt-4o')).toThrow('GET v1/models');
    expect(() => checkModel('web', 'gpt-4o')).not.toThrow();
    expect(() => checkModel(undefined, 'gpt-4o')).not.toThrow();
  });

  it('a message names one that is there and enabled, or none', () => {
    expect(areSet).toBe(true);
    expect(known('mobile')).toBe('mobile');
    expect(known(undefined)).toBeUndefined();
    for (const name of ['old', 'nobody', '__proto__']) {
      expect(() => known(name)).toThrow('there is no such caller, or it is disabled');
    }
  });

  it('without callers nobody is asked for a name', () => {
    const none = createCallers(undefined, undefined);
    expect([none.areSet, none.known('nobody')]).toEqual([false, undefined]);
    expect(none.allowed('nobody', all)).toEqual(all);
  });
});
