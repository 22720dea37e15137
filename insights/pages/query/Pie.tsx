import type { Share } from '../../view/queryChart.ts';
import { colorAt } from './colors.ts';
import { formatValue } from './formatValue.ts';

const radius = 50;

/** A pie with its legend: each share by name, value and percent. */
export function Pie({ of, shares }: { of: string; shares: readonly Share[] }) {
  const total = shares.reduce((sum, { value }) => sum + value, 0) || 1;
  let before = 0;
  const slices = shares.map((share, at) => {
    const from = before / total;
    before += share.value;
    return { ...share, from, to: before / total, color: `var(${colorAt(at)})` };
  });
  return (
    <div class="query-pie">
      <svg viewBox="-52 -52 104 104" aria-hidden="true">
        {slices.map(({ label, from, to, color }) =>
          to - from > 0.9999 ? (
            <circle key={label} r={radius} fill={color} />
          ) : (
            <path key={label} d={toSlice(from, to)} fill={color} />
          ),
        )}
      </svg>
      <ul aria-label={of}>
        {slices.map(({ label, value, from, to, color }) => (
          <li key={label}>
            <i class="swatch" style={{ background: color }} />
            {label} <b>{formatValue(value)}</b>{' '}
            <span class="dim">{(100 * (to - from)).toFixed(1)} %</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** From one share of the whole circle to another, from the top clockwise. */
function toSlice(from: number, to: number): string {
  const [x1, y1] = pointAt(from);
  const [x2, y2] = pointAt(to);
  return `M0 0L${x1} ${y1}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2} ${y2}Z`;
}

function pointAt(share: number): [x: number, y: number] {
  const angle = 2 * Math.PI * share;
  return [radius * Math.sin(angle), -radius * Math.cos(angle)];
}
