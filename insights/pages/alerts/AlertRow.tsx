import type { AlertRule, AlertState } from '../../alertsApi.ts';
import { QueryLink } from '../query/QueryLink.tsx';
import { Replay } from './Replay.tsx';
import { dimensionsOf, formatValue, limitOf, spanOf } from './words.ts';

const looks = {
  fires: { className: 'is-fail', sign: '!', word: 'fires' },
  failed: { className: 'is-warn', sign: '?', word: 'not run' },
  silent: { className: 'is-ok', sign: '✓', word: 'silent' },
  azure: { className: 'is-azure', sign: '–', word: 'only in Azure' },
} as const;

/** A rule: how it is now, and why. */
export function AlertRow({ rule, state }: { rule: AlertRule; state: AlertState }) {
  const { className, sign, word } = looks[state.state];
  return (
    <li class={`check ${className}`}>
      <span class="check-mark" aria-hidden="true">
        {sign}
      </span>
      <div class="check-body alert-body">
        <h2>
          {rule.title} <span class="check-count">{word}</span>
        </h2>
        <Why rule={rule} state={state} />
        <p class="dim">
          {rule.name} · severity {rule.severity} · fires at {limitOf(rule)} within{' '}
          {spanOf(rule.windowMs)}, asked every {spanOf(rule.frequencyMs)}
          {rule.dimensions.length > 0 && `, by ${rule.dimensions.map(({ name }) => name).join()}`}
          {rule.periods.of > 1 && `, in ${rule.periods.failing} of ${rule.periods.of} windows`}
        </p>
        <Replay rule={rule} isShown={state.state === 'fires' || state.state === 'silent'}>
          <QueryLink query={rule.query} of={rule.title} />
          <Runbook of={rule.runbook} />
        </Replay>
      </div>
    </li>
  );
}

/** What there is of it now. */
function Why({ rule, state }: { rule: AlertRule; state: AlertState }) {
  if (state.state === 'azure') {
    return (
      <p>Only Azure fills {rule.onlyInAzure.join(' and ')}: there is nothing to look at here.</p>
    );
  }
  if (state.state === 'failed') return <p>{state.error}</p>;
  if (state.series.every(({ value }) => value === null)) {
    return <p>Too little to look at: its query gives no number.</p>;
  }
  return (
    <ul class="alert-series">
      {state.series.map(({ dimensions, value, fires }) => (
        <li key={JSON.stringify(dimensions)} class={fires ? 'is-over' : ''}>
          <b>{formatValue(value)}</b> {rule.measure ?? 'rows'} {dimensionsOf(dimensions)}
        </li>
      ))}
    </ul>
  );
}

/** An address is a link; a path is one of the repository, which is not served. */
function Runbook({ of }: { of: string | null }) {
  if (of === null) return null;
  if (!/^https:\/\//.test(of)) return <code>{of}</code>;
  return (
    <a href={of} target="_blank" rel="noreferrer">
      Runbook
    </a>
  );
}
