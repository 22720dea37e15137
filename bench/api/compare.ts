import { print } from '../figures.ts';
import { startProcess } from '../startProcess.ts';
import { median, medianRatio } from '../statistics.ts';
import { type Load, type Party, startHandlers, startServer, type Turn } from './parties.ts';

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

/** Compares the app with a peer, in turns: through the built-in host, which is included, and its handlers alone. */
export async function compare(comparison: Comparison): Promise<void> {
  const { name, peer, warmUp, round } = comparison;
  const running: { stop(): Promise<void> }[] = [];
  const started = async <T extends { stop(): Promise<void> }>(start: Promise<T>): Promise<T> => {
    const part = await start;
    running.push(part);
    return part;
  };
  try {
    const model = await started(
      startProcess<{ url: string }, object, object>(new URL('model.ts', import.meta.url)),
    );
    const ingestion = await started(
      startProcess<{ connectionString: string }, object, { spans: number }>(
        new URL('ingestion.ts', import.meta.url),
      ),
    );
    const settings = {
      AZURE_AI_INFERENCE_ENDPOINT: `${model.ready.url}/v1`,
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.ready.connectionString,
      MODEL_PRICES: '{"gpt-4o":{"input":2.5,"output":10}}',
    };
    const theirs = await started(startPeer(peer, model.ready.url));
    const host = await started(
      startServer('host.ts', settings, { path: '/api/v1/chat/completions' }, { settled: true }),
    );
    const handlers = await started(startHandlers(settings));
    const parties = { theirs, host, handlers };
    const turns = { theirs: [] as Turn[], host: [] as Turn[], handlers: [] as Turn[] };
    const names = ['theirs', 'host', 'handlers'] as const;

    for (const party of names) {
      process.stderr.write(`\r${name}: warming up ${party.padEnd(10)}`);
      for (const load of warmUp) await parties[party].turn(load);
    }
    for (let index = 1; index <= rounds; index++) {
      for (const party of names) {
        process.stderr.write(`\r${name}: round ${index} of ${rounds}, ${party.padEnd(10)}`);
        turns[party].push(await parties[party].turn(round));
      }
    }
    process.stderr.write('\n');
    printFigures(comparison, turns);

    const { spans } = await ingestion.run({});
    const asked = [...warmUp, ...Array<Load>(rounds).fill(round)];
    const made = 2 * (2 * asked.reduce((sum, { count }) => sum + count, 0) + 1);
    print(`${name}, spans that arrived`, `${spans} of ${made}`);
  } finally {
    await Promise.all(running.map((part) => part.stop()));
  }
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
  return startServer('portkey.ts', settings, { path, headers }, { args: ['--headless'] });
}

function printFigures(
  { name, peer, cpuAtMost, perSecondAtLeast }: Comparison,
  turns: Readonly<Record<'theirs' | 'host' | 'handlers', readonly Turn[]>>,
): void {
  const printCpu = (who: string, own: readonly number[], atMost?: number) => {
    const theirs = turns.theirs.map(({ cpuMs }) => cpuMs);
    const ratio = medianRatio(own, theirs);
    print(
      `${name}, CPU a request, ${who} / ${peer}`,
      `${median(own).toFixed(3)} / ${median(theirs).toFixed(3)} ms, ratio ${ratio.toFixed(2)}`,
      atMost === undefined ? undefined : `at most ${atMost}`,
      atMost === undefined || ratio <= atMost,
    );
  };
  const printPerSecond = (who: string, own: readonly Turn[]) => {
    const [ours, theirs] = [own, turns.theirs].map((of) => of.map(({ perSecond }) => perSecond));
    const ratio = medianRatio(ours ?? [], theirs ?? []);
    print(
      `${name}, requests a second, ${who} / ${peer}`,
      `${median(ours ?? []).toFixed(0)} / ${median(theirs ?? []).toFixed(0)}, ratio ${ratio.toFixed(2)}`,
      perSecondAtLeast === undefined ? undefined : `at least ${perSecondAtLeast}`,
      perSecondAtLeast === undefined || ratio >= perSecondAtLeast,
    );
  };
  const cpuOf = (own: readonly Turn[]) => own.map(({ cpuMs }) => cpuMs);
  printCpu('host and worker', cpuOf(turns.host), cpuAtMost);
  printCpu(
    'worker alone',
    turns.host.map(({ workerMs }) => workerMs),
  );
  printCpu('handlers alone', cpuOf(turns.handlers), cpuAtMost);
  printPerSecond('host and worker', turns.host);
  printPerSecond('handlers alone', turns.handlers);
}
