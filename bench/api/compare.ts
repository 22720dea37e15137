import { print } from '../figures.ts';
import { median, medianRatio } from '../statistics.ts';
import { type Load, type Party, startHandlers, startServer, type Turn } from './parties.ts';
import { startIngestion, startModel, toSettings, withParts } from './parts.ts';

/** A peer, what is asked of it and of the app, and what is promised of the app against it. */
export interface Comparison {
  readonly name: string;
  readonly peer: 'Portkey' | 'pipe';
  readonly warmUp: readonly Load[];
  readonly round: Load;
  readonly cpuAtMost: number;
  readonly perSecondAtLeast?: number;
}

const rounds = 5;
const settleMs = 6_000; // longer than the delay between exports

/** Compares the app with a peer, in turns: through the built-in host, which is included, and its handlers alone. */
export function compare(comparison: Comparison): Promise<void> {
  const { name, peer, warmUp, round } = comparison;
  return withParts(async (start) => {
    const model = await start(startModel());
    const ingestion = await start(startIngestion());
    const settings = toSettings(model, ingestion);
    const theirs = await start(startPeer(peer, model.ready.url));
    const host = await start(
      startServer('host.ts', settings, { path: '/api/v1/chat/completions' }),
    );
    const handlers = await start(startHandlers(settings));
    const parties = { theirs, host, handlers };
    const turns = { theirs: [] as Turn[], host: [] as Turn[], handlers: [] as Turn[] };
    const names = ['theirs', 'host', 'handlers'] as const;

    for (const party of names) {
      process.stderr.write(`\r${name}: warming up ${party.padEnd(10)}`);
      for (const load of warmUp) await parties[party].turn(load, 0);
    }
    for (let index = 1; index <= rounds; index++) {
      for (const party of names) {
        process.stderr.write(`\r${name}: round ${index} of ${rounds}, ${party.padEnd(10)}`);
        const wait = party === 'theirs' ? 0 : settleMs;
        turns[party].push(await parties[party].turn(round, wait));
      }
    }
    process.stderr.write('\n');
    printFigures(comparison, turns);

    const { spans } = await ingestion.run({});
    const asked = [...warmUp, ...Array<Load>(rounds).fill(round)];
    const made = 2 * (2 * asked.reduce((sum, { count }) => sum + count, 0) + 1);
    print(`${name}, spans that arrived`, `${spans} of ${made}`);
  });
}

function startPeer(peer: Comparison['peer'], model: string): Promise<Party> {
  const path = '/v1/chat/completions';
  if (peer === 'pipe') return startServer('pipe.ts', { MODEL: model }, { path });
  const headers = {
    authorization: 'Bearer local',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${model}/v1`,
  };
  const settings = { NODE_ENV: 'production' };
  return startServer('portkey.ts', settings, { path, headers }, ['--headless']);
}

function printFigures(
  { name, peer, cpuAtMost, perSecondAtLeast }: Comparison,
  turns: Readonly<Record<'theirs' | 'host' | 'handlers', readonly Turn[]>>,
): void {
  const cpuOf = (of: readonly Turn[]) => of.map(({ cpuMs }) => cpuMs);
  const perSecondOf = (of: readonly Turn[]) => of.map(({ perSecond }) => perSecond);
  const printCpu = (who: string, own: readonly number[], atMost?: number) => {
    const theirs = cpuOf(turns.theirs);
    const ratio = medianRatio(own, theirs);
    print(
      `${name}, CPU a request, ${who} / ${peer}`,
      `${median(own).toFixed(3)} / ${median(theirs).toFixed(3)} ms, ratio ${ratio.toFixed(2)}`,
      atMost === undefined ? undefined : `at most ${atMost}`,
      atMost === undefined || ratio <= atMost,
    );
  };
  const printPerSecond = (who: string, own: readonly number[]) => {
    const theirs = perSecondOf(turns.theirs);
    const ratio = medianRatio(own, theirs);
    print(
      `${name}, requests a second, ${who} / ${peer}`,
      `${median(own).toFixed(0)} / ${median(theirs).toFixed(0)}, ratio ${ratio.toFixed(2)}`,
      perSecondAtLeast === undefined ? undefined : `at least ${perSecondAtLeast}`,
      perSecondAtLeast === undefined || ratio >= perSecondAtLeast,
    );
  };
  const workers = turns.host.map(({ workerMs }) => workerMs);
  printCpu('host and worker', cpuOf(turns.host), cpuAtMost);
  printCpu('worker alone', workers);
  printCpu('handlers alone', cpuOf(turns.handlers), cpuAtMost);
  printPerSecond('host and worker', perSecondOf(turns.host));
  printPerSecond('handlers alone', perSecondOf(turns.handlers));
}
