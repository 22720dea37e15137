import type { Share } from '../../view/queryChart.ts';
import { formatValue } from './formatValue.ts';

/** Bars that lie, each with its label and its value beside it. */
export function Bars({ of, shares }: { of: string; shares: readonly Share[] }) {
  const most = shares.reduce((largest, { value }) => Math.max(largest, Math.abs(value)), 0) || 1;
  return (
    <ul class="query-bars" aria-label={of}>
      {shares.map(({ label, value }, at) => (
        <li key={at}>
          <span class="query-label" title={label}>
            {label}
          </span>
          <span aria-hidden="true">
            <i
              class={value < 0 ? 'is-below' : undefined}
              style={{ width: `${(100 * Math.abs(value)) / most}%` }}
            />
          </span>
          <span class="query-value">{formatValue(value)}</span>
        </li>
      ))}
    </ul>
  );
}
