import { parseChatRequest } from '../src/inference/request/chatRequest.ts';
import { parseJson } from '../src/inference/request/json.ts';
import { type HostileBody, heavyBodies, hostileBodies } from '../test/hostile/bodies.ts';
import type { Benchmark, Row, Table } from './harness/benchmark.ts';
import { progress } from './harness/progress.ts';
import { timeReference } from './harness/reference.ts';
import { median } from './harness/statistics.ts';
import { inMs } from './harness/texts.ts';

const most = { times: 5, beyondMs: 200 };
/** A parser that gives up at the first byte takes no time; this is what going through 8 MiB once may take. */
const onceMs = 60;
const shown = 8;

/** CPU time of the process, which is what other callers of the same worker wait for. */
export const benchmark: Benchmark = {
  measures: 'the check of bodies that are made to cost: CPU, against JSON.parse of the same 8 MiB',
  minutes: 1,
  turns: 3,
  async run(turns) {
    return [
      compare('As much of one thing as fits into 8 MiB', hostileBodies, turns),
      compare('Just 100,000 values in 8 MiB', heavyBodies, turns),
    ];
  },
};

function compare(what: string, bodies: readonly HostileBody[], turns: number): Table {
  const reference = [timeReference()];
  const measured = bodies.map((body) => {
    progress(`bodies: ${body.name}`);
    const figures = measure(body, turns);
    reference.push(timeReference());
    return figures;
  });
  progress('');
  const nearest = measured.toSorted((a, b) => b.ours / b.limit - a.ours / a.limit);
  const title = `${what}: of ${bodies.length} bodies the ${Math.min(shown, bodies.length)} nearest to their bounds`;
  const rows = nearest.slice(0, shown).map(({ name, ours, parse, limit }): Row => {
    const judged = { figure: ours, bound: { atMost: Math.round(limit), unit: 'ms' } };
    return { cells: [name, inMs(parse), inMs(ours)], judged };
  });
  return { title, columns: ['body', 'JSON.parse', 'ours'], rows, reference };
}

function measure({ name, make }: HostileBody, turns: number) {
  const bytes = make();
  const parses: number[] = [];
  const checks: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    parses.push(cpuMs(() => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))));
    checks.push(cpuMs(() => parseChatRequest(parseJson(bytes))));
  }
  const [parse, ours] = [median(parses), median(checks)];
  const limit = Math.min(Math.max(onceMs, most.times * parse), parse + most.beyondMs);
  return { name, parse, ours, limit };
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  try {
    work();
  } catch {
    // It is refused: that is what is timed.
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
