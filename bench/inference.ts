import type { Benchmark } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { asCount, inMicroseconds } from './harness/texts.ts';
import type { Called, Caller } from './inference/call.ts';
import { startProcess } from './parties/startProcess.ts';
import { startModel, withParts } from './parties/withParts.ts';

const count = 5_000;

/** What a call costs between our API and the socket. */
export const benchmark: Benchmark = {
  measures:
    'the inference layer without telemetry: CPU, against a raw undici loop and the bare SDK',
  minutes: 0.5,
  turns: 9,
  run: (turns) =>
    withParts(async (start) => {
      const model = await start(startModel());
      const startCaller = async (caller: Caller) => {
        const { run } = await start(
          startProcess<object, { count: number }, Called>(
            new URL('inference/call.ts', import.meta.url),
            {},
            [`${model.ready.url}/v1`, caller],
          ),
        );
        return () => run({ count });
      };
      const parties = {
        layer: await startCaller('layer'),
        undici: await startCaller('undici'),
        sdk: await startCaller('sdk'),
      };
      await takeTurns('warming up', 2, parties);
      const { of, reference } = await takeTurns('inference', turns, parties);
      const cpu = (caller: Caller) => of[caller].map(({ cpuMs }) => cpuMs);
      const perSecond = (caller: Caller) => of[caller].map((figures) => figures.perSecond);
      return [
        {
          title:
            'A call to a model of 0 ms, telemetry off, 16 at once, each in a process of its own',
          columns: comparedColumns,
          reference,
          rows: [
            compared('CPU, our layer / undici', cpu('layer'), cpu('undici'), inMicroseconds, {
              atMost: 2,
            }),
            compared('CPU, our layer / bare SDK', cpu('layer'), cpu('sdk'), inMicroseconds),
            compared(
              'a second, our layer / undici',
              perSecond('layer'),
              perSecond('undici'),
              asCount,
            ),
            compared(
              'a second, our layer / bare SDK',
              perSecond('layer'),
              perSecond('sdk'),
              asCount,
            ),
          ],
        },
      ];
    }),
};
