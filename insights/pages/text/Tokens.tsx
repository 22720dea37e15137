import { formatTokens } from '../../format.ts';
import { Unknown } from './Unknown.tsx';

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
