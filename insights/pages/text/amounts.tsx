import { formatMoney, formatTokens, formatTotal } from '../../format.ts';

/** A dash for what is not known, with the reason in its title. */
export function Unknown({ why }: { why: string }) {
  return (
    <span class="unknown" title={why}>
      –<span class="visually-hidden"> ({why})</span>
    </span>
  );
}

/** Why there is no message to see, and how there would be; of other apps than Callspan the setting is not known. */
export function NotRecorded({ ours }: { ours: boolean }) {
  if (!ours) {
    return (
      <p class="not-recorded">
        This app sends no prompts and answers with its model calls. Most SDKs send them once that is
        switched on there.
      </p>
    );
  }
  return (
    <p class="not-recorded">
      Prompts are not recorded. Set <code>AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED=true</code>{' '}
      and restart; stays off in Azure unless you set it there.
    </p>
  );
}

/** A cost; a dash with the reason when it is not known, which is not free. Of one call in a list, what is not priced makes it a least. */
export function Cost({
  usd,
  unpriced,
  models,
  least = false,
}: {
  usd: number | null;
  unpriced: number;
  least?: boolean;
  models: readonly string[];
}) {
  const missing = `no price for ${models.join(', ')}: MODEL_PRICES, or --prices for other apps`;
  if (usd === null) {
    return <Unknown why={unpriced > 0 ? missing : 'no call to a model used tokens'} />;
  }
  const exact = `US$ ${usd}`;
  const text = least && unpriced > 0 ? `≥ ${formatMoney(usd)}` : formatTotal(usd, unpriced);
  return <span title={unpriced > 0 ? `${exact}; ${missing}` : exact}>{text}</span>;
}

/** Tokens in and out, cached ones beside; reasoning in the title. */
export function Tokens({
  input,
  output,
  cached,
  reasoning = null,
}: {
  input: number | null;
  output: number | null;
  cached: number | null;
  reasoning?: number | null;
}) {
  if (input === null && output === null) {
    return <Unknown why="no call to a model told its tokens" />;
  }
  const title = [
    `${input ?? '–'} in, ${output ?? '–'} out`,
    cached === null ? undefined : `${cached} of the input cached`,
    reasoning === null ? undefined : `${reasoning} of the output for reasoning`,
  ];
  return (
    <span title={title.filter(Boolean).join('; ')}>
      {formatTokens(input)} → {formatTokens(output)}
      {cached !== null && cached > 0 && <span class="dim"> ({formatTokens(cached)} cached)</span>}
    </span>
  );
}
