import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Amounts, meters, minus, none, plus } from '../../../src/callers/amounts.ts';
import { createLedger, type Ledger, type Told } from '../../../src/callers/ledger.ts';
import type { Lease, Row } from '../../../src/callers/limitTable.ts';
import { leaseMs, mostLeases, type Turn, takeTurn } from '../../../src/callers/takeTurn.ts';
import { windowAt } from '../../../src/callers/windows.ts';
import { runs } from '../../fuzz/runs.ts';

const noon = Date.UTC(2026, 10, 30, 12);
const day = windowAt('day', noon);
const limits = { requests: 24, tokens: 3_000 };
const amounts = (requests: number, tokens: number): Amounts => ({ requests, tokens, nanoUsd: 0 });

const instances = ['a', 'b', 'c'] as const;
type Name = (typeof instances)[number];
const who = fc.constantFrom(...instances);

/** What instances do, in any order: turns begin and end apart, so that others come between. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('reserve' as const), who, tokens: fc.nat(400) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('settle' as const), who, percent: fc.nat(110) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('begin' as const), who, ahead: fc.nat(1_000) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('end' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.nat(50_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('die' as const), who: fc.constant('c' as const) }),
  },
);

interface Instance {
  readonly ledger: Ledger;
  readonly running: Amounts[];
  number: number;
  begun: { told: Told; turn: Turn } | undefined;
  isDead: boolean;
  /** When its lease was last written, by the storage's clock. */
  writtenAt: number;
}

/** A world of instances at one row, and what it has really spent. */
function createWorld() {
  const held = new Map<Name, Instance>();
  for (const name of instances) {
    const ledger = createLedger(limits);
    held.set(name, {
      ledger,
      running: [],
      number: 0,
      begun: undefined,
      isDead: false,
      writtenAt: noon,
    });
  }
  const at = (name: Name) => held.get(name) as Instance;
  let row: Row | undefined;
  let now = noon;
  let spent = none;
  /** Used above reservations: nobody could know it before. */
  let above = none;
  /** What the dead held: their leases come back, what they had used of them untold does not. */
  let lost = none;

  const begin = (name: Name, ahead: number) => {
    const { ledger, begun } = at(name);
    if (begun !== undefined) return;
    const told = ledger.tell(amounts(8, 2 * ahead), now);
    const number = ++at(name).number;
    const turn = {
      ...told,
      instance: name,
      number,
      needed: amounts(1, 500),
      least: amounts(1, 50),
      ahead: amounts(4, ahead),
    };
    at(name).begun = { told, turn };
  };
  const end = (name: Name) => {
    const { ledger, begun } = at(name);
    if (begun === undefined) return;
    const taken = takeTurn(row, day, limits, begun.turn, now);
    row = taken.row;
    ledger.got(begun.told, taken, day.end);
    at(name).begun = undefined;
    at(name).writtenAt = now;
  };
  return {
    run(action: typeof step extends fc.Arbitrary<infer S> ? S : never) {
      if (action.do === 'pass') {
        now += action.ms;
        // Each renews its lease before it ends, as `tick` does.
        for (const [name, { isDead, writtenAt }] of held) {
          if (isDead || now - writtenAt < 5_000) continue;
          end(name);
          begin(name, 100);
          end(name);
        }
        return;
      }
      const instance = at(action.who);
      const { ledger, running } = instance;
      if (instance.isDead) return;
      if (action.do === 'reserve') {
        const need = amounts(1, action.tokens);
        if (ledger.reserve(need, now)) running.push(need);
      } else if (action.do === 'settle') {
        const need = running.shift();
        if (need === undefined) return;
        const used = amounts(1, Math.ceil((need.tokens * action.percent) / 100));
        ledger.settle(need, used);
        spent = plus(spent, used);
        above = plus(above, amounts(0, Math.max(0, used.tokens - need.tokens)));
      } else if (action.do === 'begin') begin(action.who, action.ahead);
      else if (action.do === 'end') end(action.who);
      else {
        instance.isDead = true;
        lost = running.reduce(plus, plus(lost, ledger.used));
      }
    },
    get state() {
      const alive = [...held.values()].filter(({ isDead }) => !isDead);
      const reserved = alive.flatMap(({ running }) => running).reduce(plus, none);
      return { row, now, spent, above, lost, reserved, alive };
    },
  };
}

it('instances that take turns in any order never spend more than the limit, but for what work used above its reservation and what died untold', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 40, maxLength: 250, size: 'max' }), (steps) => {
      const world = createWorld();
      for (const action of steps) {
        world.run(action);
        const { spent, above, lost, reserved } = world.state;
        for (const meter of ['requests', 'tokens'] as const) {
          const most = limits[meter] + above[meter] + lost[meter];
          expect(spent[meter] + reserved[meter]).toBeLessThanOrEqual(most);
        }
      }
    }),
    runs(150),
  );
});

const turn = (more: Partial<Turn>): Turn => ({
  ...{
    instance: 'a',
    number: 1,
    used: none,
    reserved: none,
    kept: none,
    needed: none,
    least: none,
    ahead: none,
  },
  ...more,
});
const lease = (instance: string, of: Amounts, until: number): Lease => ({
  instance,
  turn: 1,
  amounts: of,
  until,
});

it('waiting work gets all that is left; work to come gets half of a fair part, less each time', () => {
  const all = takeTurn(undefined, day, limits, turn({ needed: amounts(24, 3_000) }), noon);
  expect(all.free).toEqual(amounts(24, 3_000));
  const ahead = amounts(1_000, 100_000);
  let row: Row | undefined;
  const shares = instances.map((instance) => {
    const taken = takeTurn(row, day, limits, turn({ instance, ahead }), noon);
    row = taken.row;
    return taken.free.requests;
  });
  expect(shares).toEqual([12, 3, 1]); // of 24, 12 and 9: a half, a fourth, a sixth
});

it('the lease of a dead instance is left to others at its end, not before', () => {
  const row = {
    start: day.start,
    spent: none,
    leases: [lease('dead', amounts(24, 3_000), noon + leaseMs)],
  };
  const asked = turn({ needed: amounts(1, 100) });
  expect(takeTurn(row, day, limits, asked, noon + leaseMs - 1).free).toEqual(none);
  expect(takeTurn(row, day, limits, asked, noon + leaseMs).free).toEqual(amounts(1, 100));
});

it('what runs stays held though nothing is left, and another day begins anew', () => {
  const row = { start: day.start, spent: amounts(24, 4_000), leases: [] };
  const running = turn({ reserved: amounts(1, 500), ahead: amounts(8, 800) });
  const taken = takeTurn(row, day, limits, running, noon);
  expect(taken.free).toEqual(none);
  expect(taken.row.leases).toMatchObject([{ instance: 'a', amounts: amounts(1, 500) }]);
  const next = windowAt('day', day.end);
  expect(takeTurn(row, next, limits, running, day.end).row.spent).toEqual(none);
});

it('what used more than it had reserved lessens what is left', () => {
  const used = amounts(1, 2_900);
  const taken = takeTurn(undefined, day, limits, turn({ used, needed: amounts(1, 500) }), noon);
  expect(minus(amounts(24, 3_000), taken.row.spent)).toEqual(amounts(23, 100));
  expect(taken.free.tokens).toBe(100);
});

it(`${mostLeases} instances fit into a row; one more gets nothing, and what it used is told all the same`, () => {
  const leases = Array.from({ length: mostLeases }, (_, at) =>
    lease(`i${at}`, amounts(0, 1), noon + leaseMs),
  );
  const taken = takeTurn(
    { start: day.start, spent: none, leases },
    ...([day, limits, turn({ used: amounts(1, 10), needed: amounts(1, 10) }), noon] as const),
  );
  expect(taken.free).toEqual(none);
  expect(taken.row.spent).toEqual(amounts(1, 10));
  expect(taken.row.leases).toHaveLength(mostLeases);
});

it('a lease is of whole amounts', () => {
  const ahead = { requests: 3.7, tokens: 10.2, nanoUsd: 0 };
  const { row } = takeTurn(
    undefined,
    day,
    { requests: 7, tokens: 1_001 },
    turn({ ahead: { ...ahead, tokens: 1_000 } }),
    noon,
  );
  for (const meter of meters) expect(Number.isInteger(row.spent[meter])).toBe(true);
});

it('what is too little for the least work that waits is left to others', () => {
  const row = { start: day.start, spent: amounts(3, 2_800), leases: [] };
  const asked = turn({ needed: amounts(2, 700), least: amounts(1, 300), ahead: amounts(2, 500) });
  const taken = takeTurn(row, day, limits, asked, noon);
  expect([taken.free, taken.row.leases]).toEqual([none, []]);
  expect(takeTurn(row, day, limits, { ...asked, least: amounts(1, 200) }, noon).free.tokens).toBe(
    200,
  );
});
