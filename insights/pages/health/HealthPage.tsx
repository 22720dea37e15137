import { useEffect, useState } from 'preact/hooks';
import type { Check, Health, Info } from '../../api.ts';
import { formatCount, formatSpan } from '../../format.ts';
import { NoneYet } from '../calls/NoCalls.tsx';
import { useCommands } from '../keys/useCommands.ts';
import { useJson } from '../request.ts';
import { useNow } from '../useNow.ts';
import { CheckRow } from './CheckRow.tsx';
import { Data } from './Data.tsx';
import { found } from './found.ts';
import { toFound } from './toFound.ts';

const refreshMs = 5_000;

/** `/health`: whether the telemetry itself works; what was found, the worst first, and what passes, folded. */
export function HealthPage(_: { id: string }) {
  const now = useNow(refreshMs, true);
  const { value, error, reload } = useJson<Health>('/api/health');
  const info = useJson<Info>('/api/info');
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    reload();
    info.reload();
  }, [now]);
  const checks = value?.checks ?? [];
  const bad = checks.filter(({ state }) => state !== 'ok');
  const well = checks.filter(({ state }) => state === 'ok');
  const isEmpty = bad.length === 0 && value?.good === null;
  useEffect(() => {
    if (value) found.value = toFound(value.checks);
  }, [value]);
  useCommands({ fold: () => setOpen(false), unfold: () => setOpen(true) });
  return (
    <main class="page health" aria-busy={value === undefined}>
      <h1>Health of the telemetry</h1>
      {error && <p class="error">{error.message}</p>}
      {value && (
        <>
          <p class="health-said">
            <State health={value} />
          </p>
          <p class="dim">
            {formatCount(info.value?.rows)} rows are kept. Counted since the last “Delete
            everything”. <a href="/alerts">Alerts</a>
          </p>
        </>
      )}
      {bad.length > 0 && (
        <section aria-labelledby="found">
          <h2 id="found">What was found</h2>
          <ul class="checks">
            {bad.map((check) => (
              <CheckRow key={check.name} check={check} />
            ))}
          </ul>
        </section>
      )}
      {value && <Running running={value.running} />}
      {isEmpty && <NoneYet info={info.value} />}
      {well.length > 0 && (
        <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>{isEmpty ? `What ${count(well)} look for` : `${count(well)} pass`}</summary>
          <ul class="checks well">
            {well.map((check) => (
              <CheckRow key={check.name} check={check} waits={isEmpty} />
            ))}
          </ul>
        </details>
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

/** How it is, in a sentence. */
function State({ health: { checks, good } }: { health: Health }) {
  const { words, problems, warnings } = toFound(checks);
  if (words !== '') {
    return <>{`${words}. ${toOthers(checks.length - problems - warnings)}`}</>;
  }
  if (good === null) return <>Nothing has come yet: nothing is known to be good or bad.</>;
  return (
    <>
      <span class="ok" aria-hidden="true">
        ✓
      </span>{' '}
      All {count(checks)} pass: {good}.
    </>
  );
}

function toOthers(passing: number): string {
  if (passing === 0) return 'No check passes.';
  return passing === 1 ? 'The other check passes.' : `The other ${passing} checks pass.`;
}

function count({ length }: readonly Check[]): string {
  return `${length} check${length === 1 ? '' : 's'}`;
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
