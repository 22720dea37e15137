import type { Stats } from '../../api.ts';
import { formatCount, formatMoney, formatSpan, formatTokens } from '../../format.ts';

/** What the whole range comes to. */
export function Tiles({ total }: { total: Stats['total'] }) {
  const { calls, failed, duration, firstToken, costUsd, unpriced } = total;
  const share = calls === 0 ? '–' : formatShare(failed / calls);
  return (
    <dl class="tiles">
      <Tile label="Calls" value={formatCount(calls)} />
      <Tile
        label="Failed"
        value={share}
        detail={calls === 0 ? 'no calls' : `${formatCount(failed)} of ${formatCount(calls)}`}
        tone={failed > 0 ? 'error' : undefined}
      />
      <Tile label="Duration, p95" value={toSpan(duration.p95)} detail={toSample(duration.n)} />
      <Tile
        label="First token, p95"
        value={toSpan(firstToken.p95)}
        detail={toSample(firstToken.n)}
      />
      <Tile
        wide
        label="Tokens, in → out"
        value={`${formatTokens(total.inputTokens)} → ${formatTokens(total.outputTokens)}`}
        detail={
          total.cachedInputTokens === null
            ? 'cached: not reported'
            : `${formatTokens(total.cachedInputTokens)} cached`
        }
      />
      <Tile
        label="Cost"
        value={formatMoney(costUsd)}
        detail={toCostDetail(costUsd, unpriced)}
        title={costUsd === null ? undefined : `US$ ${costUsd}`}
      />
    </dl>
  );
}

function Tile({
  label,
  value,
  detail,
  tone,
  title,
  wide,
}: {
  label: string;
  value: string;
  detail?: string | undefined;
  tone?: string | undefined;
  title?: string | undefined;
  wide?: boolean;
}) {
  return (
    <div class={wide ? 'tile wide' : 'tile'}>
      <dt>{label}</dt>
      <dd class={tone} title={title}>
        {value}
      </dd>
      <dd class="tile-detail dim">{detail ?? '\u00a0'}</dd>
    </div>
  );
}

function toSpan(ms: number | null): string {
  return ms === null ? '–' : formatSpan(ms);
}

function toSample(n: number): string {
  const of = `of ${formatCount(n)} ${n === 1 ? 'call' : 'calls'}`;
  return n < 5 ? `${of}: 5 are needed` : of;
}

function toCostDetail(costUsd: number | null, unpriced: number): string {
  if (unpriced > 0) return `+${formatCount(unpriced)} unpriced: MODEL_PRICES`;
  return costUsd === null ? 'no call used tokens' : 'every call priced';
}

/** A share in percent; a small one is not none. */
function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent >= 10) return `${Math.round(percent)} %`;
  return percent < 0.1 ? '< 0.1 %' : `${percent.toFixed(1)} %`;
}
