import { formatTotal } from '../../format.ts';
import { Unknown } from './Unknown.tsx';

/** A cost; a dash with the reason when it is not known, which is not free. */
export function Cost({
  usd,
  unpriced,
  models,
}: {
  usd: number | null;
  unpriced: number;
  models: readonly string[];
}) {
  const missing = `no price for ${models.join(', ')}: MODEL_PRICES`;
  if (usd === null) {
    return <Unknown why={unpriced > 0 ? missing : 'no call to a model used tokens'} />;
  }
  const exact = `US$ ${usd}`;
  return (
    <span title={unpriced > 0 ? `${exact}; ${missing}` : exact}>{formatTotal(usd, unpriced)}</span>
  );
}
