import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { AlertFired, AlertReplay, AlertRule } from '../../alertsApi.ts';
import { useJson } from '../request.ts';
import { toClock } from '../text/Time.tsx';
import { dimensionsOf, formatValue } from './words.ts';

const hours = 6;
const hourMs = 3_600_000;

/** The ways on from a rule, the button that replays its last hours among them, then when the rule would have been fired: as a strip, and in words. */
export function Replay({
  rule,
  isShown,
  children,
}: {
  rule: AlertRule;
  isShown: boolean;
  children: ComponentChildren;
}) {
  const [range, setRange] = useState<string>();
  const name = encodeURIComponent(rule.name);
  const { value, error } = useJson<AlertReplay>(range && `/api/alerts/${name}/replay?${range}`);
  const ask = () => {
    const now = Date.now();
    const [from, to] = [now - hours * hourMs, now].map((ms) => new Date(ms).toISOString());
    setRange(`${new URLSearchParams({ from: `${from}`, to: `${to}` })}`);
  };
  const failed = error?.message ?? value?.error;
  return (
    <>
      <p class="alert-links">
        {children}
        {isShown && (
          <button type="button" class="quiet" onClick={ask}>
            Replay the last {hours} hours<span class="visually-hidden"> of {rule.title}</span>
          </button>
        )}
      </p>
      <div role="status">
        {range && !value && !failed && <p class="dim">Replaying…</p>}
        {failed && <p class="error">{failed}</p>}
        {value && !failed && <Fired replay={value} />}
      </div>
    </>
  );
}

function Fired({ replay: { from, to, fired, evaluations } }: { replay: AlertReplay }) {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const share = (at: number) => (100 * (at - begin)) / (end - begin);
  return (
    <>
      <svg class="alert-strip" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">
        {fired.map((each) => {
          const [x, x2] = [share(Date.parse(each.from)), share(Date.parse(each.to ?? to))];
          return <rect key={each.from} x={x} width={Math.max(0.6, x2 - x)} height={10} />;
        })}
      </svg>
      <p class="alert-ends dim" aria-hidden="true">
        <span>{toMinute(from)}</span>
        <span>{toMinute(to)}</span>
      </p>
      {fired.length === 0 && <p>It would not have fired in {evaluations} evaluations.</p>}
      <ul class="alert-fired">
        {fired.map((each) => (
          <li key={each.from + JSON.stringify(each.dimensions)}>{toSentence(each)}</li>
        ))}
      </ul>
    </>
  );
}

function toSentence({ from, to, value, dimensions, isCut }: AlertFired): string {
  const begun = `Fired ${isCut ? 'before ' : ''}${toMinute(from)}`;
  const end = to === null ? 'and still' : `resolved ${toMinute(to)}`;
  const of = dimensionsOf(dimensions);
  return `${begun}, ${end}: at most ${formatValue(value)}${of && `, ${of}`}`;
}

/** Rules are evaluated at whole minutes. */
function toMinute(at: string): string {
  return toClock(at).replace(/:\d\d$/, '');
}
