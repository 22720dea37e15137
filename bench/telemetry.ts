import { build } from '../scripts/build.ts';
import type { Benchmark, Row } from './harness/benchmark.ts';
import { compared, comparedColumns } from './harness/compared.ts';
import { quietReferenceMs } from './harness/reference.ts';
import { median, quantile } from './harness/statistics.ts';
import { takeTurns } from './harness/takeTurns.ts';
import { inMicroseconds } from './harness/texts.ts';
import { askHandlers } from './parties/askHandlers.ts';
import { cpuOf } from './parties/figuresOf.ts';
import { startHandlers } from './parties/startHandlers.ts';
import { startIngestion, startModel, toSettings, withParts } from './parties/withParts.ts';

const count = 6_000;

/** What telemetry adds to a call, its export included. */
export const benchmark: Benchmark = {
  measures: 'telemetry on and off: CPU a call of the handlers, what is exported later included',
  minutes: 2,
  turns: 11,
  async run(turns) {
    await build();
    return withParts(async (start) => {
      const settings = toSettings(await start(startModel()), await start(startIngestion()));
      const { APPLICATIONINSIGHTS_CONNECTION_STRING: _, ...dark } = settings;
      const on = await start(startHandlers(settings));
      const off = await start(startHandlers(dark));
      const parties = { on: () => askHandlers(on, count), off: () => askHandlers(off, count) };
      await takeTurns('warming up', 4, parties);
      const { of, reference } = await takeTurns('telemetry', turns, parties);
      const [onMs, offMs] = [cpuOf(of.on), cpuOf(of.off)];
      const added = onMs.map((ms, index) => ms - (offMs[index] ?? Number.NaN));
      return [
        {
          title: 'CPU a call; ours with telemetry, theirs the same app without',
          columns: comparedColumns,
          reference,
          rows: [compared('model of 0 ms, 16 at once', onMs, offMs, inMicroseconds)],
        },
        {
          title: 'What telemetry adds to a call',
          columns: ['', 'median', 'quartiles'],
          reference,
          rows: [
            addedRow('measured', added),
            addedRow(
              `on a machine whose reference loop takes ${quietReferenceMs} ms`,
              added.map((ms) => (ms * quietReferenceMs) / median(reference)),
              55,
            ),
          ],
        },
      ];
    });
  },
};

function addedRow(what: string, ms: readonly number[], atMost?: number): Row {
  const quartiles = [0.25, 0.75].map((share) => inMicroseconds(quantile(ms, share)));
  return {
    cells: [what, inMicroseconds(median(ms)), quartiles.join(' to ')],
    ...(atMost !== undefined && {
      judged: { figure: median(ms) * 1_000, bound: { atMost, unit: 'µs' } },
    }),
  };
}
