import { useEffect } from 'preact/hooks';
import type { AlertList } from '../../alertsApi.ts';
import { useJson } from '../request.ts';
import { toClock } from '../text/Time.tsx';
import { useNow } from '../useNow.ts';
import { AlertRow } from './AlertRow.tsx';

const everyMs = 60_000;
const order = ['fires', 'failed', 'silent', 'azure'] as const;

/** `/alerts`: the alert rules of the app's templates, evaluated over what is kept here, each minute. */
export function AlertsPage(_: { id: string }) {
  const now = useNow(everyMs, true);
  const { value, error, reload } = useJson<AlertList>('/api/alerts');
  useEffect(reload, [now]);
  const known = (value?.rules ?? []).flatMap((rule) => {
    const state = value?.states.find(({ name }) => name === rule.name);
    return state ? [{ rule, state }] : [];
  });
  const sorted = known.toSorted(
    (a, b) => order.indexOf(a.state.state) - order.indexOf(b.state.state),
  );
  const firing = known.filter(({ state }) => state.state === 'fires').length;
  return (
    <main class="page alerts" aria-busy={value === undefined}>
      <h1>Alerts</h1>
      {error && <p class="error">{error.message}</p>}
      {!value && !error && <p class="dim">Evaluating the rules…</p>}
      {value?.rules.length === 0 && (
        <p>
          No alert rules were handed to this receiver: <code>npm start</code> of an app's repository
          hands over those of its templates.
        </p>
      )}
      {known[0] && (
        <>
          <p class="health-said" role="status">
            {firing === 0 ? 'No alert would fire now.' : `${firing} of ${known.length} would fire.`}{' '}
            <span class="dim">
              As Azure would evaluate them at {toClock(known[0].state.at)}, over what is kept here;
              nothing is sent. <a href="/workbook">Workbook</a>
            </span>
          </p>
          <ul class="checks">
            {sorted.map(({ rule, state }) => (
              <AlertRow key={rule.name} rule={rule} state={state} />
            ))}
          </ul>
        </>
      )}
    </main>
  );
}
