import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { shuffle } from './pieces.ts';

/** What goes wrong, and for how long in ms. */
const faults = {
  'the model is busy': 60_000,
  'the model is broken': 20_000,
  'the model hangs': 30_000,
  'the model cuts its answers': 20_000,
  'storage is away': 30_000,
  'storage is stopped': 30_000,
  'the worker is killed': 0,
  'the host is killed': 0,
  'the worker is stopped': 40_000,
  'the host is stopped': 40_000,
} as const;

type FaultName = keyof typeof faults;

/** A fault that comes `afterMs` after the one before has passed. */
export interface Fault {
  readonly name: FaultName;
  readonly forMs: number;
  readonly afterMs: number;
  /** The instance that it meets, 0 or 1, where it meets one. */
  readonly instance: number;
}

/** Makes a fault happen; resolves when it has passed. */
export type Act = (fault: Fault) => Promise<void>;

/** What each fault does. */
export type Acts = Readonly<Record<FaultName, Act>>;

const around: readonly FaultName[] = [
  'the model is busy',
  'the model is broken',
  'the model hangs',
  'the model cuts its answers',
  'storage is away',
  'storage is stopped',
];
const within: readonly FaultName[] = [
  'the worker is killed',
  'the worker is killed',
  'the worker is killed',
  'the host is killed',
  'the host is killed',
  'the worker is stopped',
  'the host is stopped',
];

/** Two rows of faults that happen side by side, around the app and within it, as the seed alone says. */
export function toSchedule(seed: number): readonly (readonly Fault[])[] {
  return [toRow(around, seed, 1_000, 6_000), toRow(within, seed + 1, 8_000, 20_000)];
}

function toRow(names: readonly FaultName[], seed: number, min: number, max: number): Fault[] {
  const chosen = fc.record({ afterMs: fc.integer({ min, max }), instance: fc.nat({ max: 1 }) });
  const about = fc.sample(fc.noBias(chosen), { seed, numRuns: names.length });
  return shuffle(names, seed).flatMap((name, index) => {
    const more = about[index];
    return more === undefined ? [] : [{ name, forMs: faults[name], ...more }];
  });
}

/** Lets the faults of a row happen one after the other. */
export async function runFaults(
  row: readonly Fault[],
  acts: Acts,
  say: (line: string) => void,
): Promise<void> {
  for (const fault of row) {
    await sleep(fault.afterMs);
    say(toLine(fault));
    await acts[fault.name](fault);
    say(`… ${fault.name}: over`);
  }
}

/** "the host is killed (instance 1), 12.3 s after the one before". */
export function toLine({ name, forMs, afterMs, instance }: Fault): string {
  const which = /worker|host/.test(name) ? ` (instance ${instance})` : '';
  const length = forMs > 0 ? ` for ${forMs / 1_000} s` : '';
  return `${name}${which}${length}, ${(afterMs / 1_000).toFixed(1)} s after the one before`;
}
