import { useEffect } from 'preact/hooks';
import type { Check, Health, Info } from '../../api.ts';
import { formatCount, formatSpan } from '../../format.ts';
import { useJson } from '../request.ts';
import { useNow } from '../useNow.ts';
import { CheckRow } from './CheckRow.tsx';
import { Data } from './Data.tsx';
import { healthProblems } from './healthProblems.ts';

const refreshMs = 5_000;

/** `/health`: how well the telemetry itself works, the worst first. */
export function HealthPage(_: { id: string }) {
  const now = useNow(refreshMs, true);
  const { value, error, reload } = useJson<Health>('/api/health');
  const info = useJson<Info>('/api/info');
  useEffect(() => reload(), [now]);
  const checks = value?.checks ?? [];
  const found = checks.filter(({ state }) => state !== 'ok');
  const well = checks.filter(({ state }) => state === 'ok');
  useEffect(() => {
    if (value) healthProblems.value = found.length;
  }, [value]);
  return (
    <main class="page health" aria-busy={value === undefined}>
      <h1>Health of the telemetry</h1>
      {error && <p class="error">{error.message}</p>}
      {value && <p class="dim">{toSummary(found, info.value?.rows)}</p>}
      {found.length > 0 && (
        <section aria-labelledby="found">
          <h2 id="found">What was found</h2>
          <ul class="checks">
            {found.map((check) => (
              <CheckRow key={check.name} check={check} />
            ))}
          </ul>
        </section>
      )}
      {value && <Running running={value.running} />}
      {well.length > 0 && (
        <section aria-labelledby="well">
          <h2 id="well">Passing</h2>
          <ul class="checks well">
            {well.map((check) => (
              <CheckRow key={check.name} check={check} />
            ))}
          </ul>
        </section>
      )}
      <Data
        onChange={() => {
          reload();
          info.reload();
        }}
      />
    </main>
  );
}

function toSummary(found: readonly Check[], rows: number | undefined): string {
  if (rows === 0) return 'No telemetry has come yet: the checks below are of what comes.';
  const failing = found.filter(({ state }) => state === 'fail').length;
  const warnings = found.length - failing;
  const parts = [count(failing, 'problem'), count(warnings, 'warning')].filter(Boolean);
  const of = rows === undefined ? '' : ` ${formatCount(rows)} rows are kept.`;
  return `${parts.length === 0 ? 'Nothing is wrong.' : `${parts.join(', ')}.`}${of} Counted since the last “Delete everything”.`;
}

function count(n: number, word: string): string {
  return n === 0 ? '' : `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** What the built-in host runs at this moment: a call shows among the calls only when its first row has come. */
function Running({ running }: { running: Health['running'] }) {
  const now = useNow(1_000, running.length > 0);
  if (running.length === 0) return null;
  return (
    <section aria-labelledby="running">
      <h2 id="running">Running now</h2>
      <table class="running">
        <thead>
          <tr>
            <th scope="col">Function</th>
            <th scope="col">For</th>
            <th scope="col">Session</th>
          </tr>
        </thead>
        <tbody>
          {running.map(({ id, function: name, since }) => (
            <tr key={id}>
              <td>{name}</td>
              <td>{formatSpan(Math.max(0, now - Date.parse(since)))}</td>
              <td>
                <a class="mono" href={`/sessions/${encodeURIComponent(id)}`}>
                  {id}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
