import { parseChatRequest } from '../src/inference/request/chatRequest.ts';
import { parseJson } from '../src/inference/request/json.ts';
import { type HostileBody, heavyBodies, hostileBodies } from '../test/hostile/bodies.ts';
import { print } from './figures.ts';
import { median } from './statistics.ts';

// What bodies of 8 MiB cost that are made to cost: the check of a request against JSON.parse of the same bytes, in turns. CPU
// time of the process, which is what other callers of the same worker wait for; medians.

const rounds = 5;
const most = { times: 5, beyondMs: 200 };
/** A parser that gives up at the first byte takes no time; this is what going through 8 MiB once may take. */
const onceMs = 60;

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

function measure({ make }: HostileBody): { parse: number; ours: number } {
  const bytes = make();
  const parse: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    parse.push(cpuMs(() => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))));
    ours.push(cpuMs(() => parseChatRequest(parseJson(bytes))));
  }
  return { parse: median(parse), ours: median(ours) };
}

function compare(title: string, bodies: readonly HostileBody[]): void {
  console.log(`\n${title}, ms of CPU (JSON.parse alone)`);
  const figures = bodies.map((body) => ({ ...measure(body), name: body.name }));
  for (const { name, parse, ours } of figures) {
    const holds = ours <= Math.max(onceMs, most.times * parse) && ours - parse <= most.beyondMs;
    print(
      name,
      `${ours.toFixed(1)} (${parse.toFixed(1)})`,
      'at most 5 times, 200 ms beyond',
      holds,
    );
  }
  const worst = Math.max(...figures.map(({ parse, ours }) => ours - parse));
  print('the most beyond the parse', `${worst.toFixed(1)} ms`);
}

compare('As much of one thing as fits into 8 MiB', hostileBodies);
compare('Just 100,000 values in 8 MiB', heavyBodies);
