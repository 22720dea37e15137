import { print } from '../figures.ts';
import { median, medianRatio } from '../statistics.ts';
import { type Load, startServer, type Turn } from './parties.ts';
import { startIngestion, startModel, toSettings, withParts } from './parts.ts';

const rounds = 5;
const settleMs = 6_000; // longer than the delay between exports

/** Compares responses with chat completions of the same app, through the built-in host, in turns: CPU a request. */
export function compareResponses(load: Load, warmUp: Load): Promise<void> {
  const what = load.stream ? 'responses, 100 events / 100 chunks' : 'responses / chat completions';
  return withParts(async (start) => {
    const model = await start(startModel());
    const settings = toSettings(model, await start(startIngestion()));
    const startRoute = (path: string) => start(startServer('host.ts', settings, { path }));
    const parties = [
      await startRoute('/api/v1/responses'),
      await startRoute('/api/v1/chat/completions'),
    ];
    const turns: Turn[][] = [[], []];
    for (const party of parties) await party.turn(warmUp, 0);
    for (let round = 1; round <= rounds; round++) {
      for (const [at, party] of parties.entries()) {
        process.stderr.write(`\r${what}: round ${round} of ${rounds}`);
        turns[at]?.push(await party.turn(load, settleMs));
      }
    }
    process.stderr.write('\n');
    const [own = [], chat = []] = turns.map((of) => of.map(({ cpuMs }) => cpuMs));
    const ratio = medianRatio(own, chat);
    print(
      `${what}, CPU a request, host and worker`,
      `${median(own).toFixed(3)} / ${median(chat).toFixed(3)} ms, ratio ${ratio.toFixed(2)}`,
      'at most 1.1',
      ratio <= 1.1,
    );
  });
}
