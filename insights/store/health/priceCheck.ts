import type { DatabaseSync } from 'node:sqlite';
import type { Check } from '../../api.ts';
import { shown } from './checkWords.ts';

const name = 'Calls without a price';

/**
 * Counts the kept calls that used tokens without a cost, as list and charts do. Only those of a Callspan app are a warning: of others it
 * is not known whether anybody wants to know what they cost.
 */
export function createPriceCheck(database: DatabaseSync): () => Check {
  const unpriced = database.prepare(
    `SELECT ours, answeredBy AS model, count(*) AS calls FROM invocations WHERE priced = 0
     GROUP BY ours, answeredBy ORDER BY calls DESC`,
  );
  return () => {
    const found = unpriced.all().map(({ ours, model, calls }) => ({
      ours: ours === 1,
      model: typeof model === 'string' ? model : undefined,
      calls: Number(calls),
    }));
    const sum = (ours: boolean) =>
      found.reduce((calls, each) => (each.ours === ours ? calls + each.calls : calls), 0);
    const [own, others] = [sum(true), sum(false)];
    const count = own + others;
    if (count === 0) {
      return { name, state: 'ok', count, text: 'Every call that used tokens has its cost.' };
    }
    return {
      name,
      state: own > 0 ? 'warn' : 'ok',
      count,
      text: `${toCalls(own, others)} used tokens and ${count === 1 ? 'has' : 'have'} no cost: no price is known.`,
      fix:
        own > 0
          ? 'Add the models to MODEL_PRICES in the settings of the app, and restart it.'
          : 'Start the receiver with `--prices FILE` to know their cost.',
      examples: found.slice(0, shown).map(({ model, calls }) => ({
        text: `${model ?? 'a model without a name'} × ${calls.toLocaleString('en-US')}`,
        ...(model !== undefined && { href: `/calls?model=${encodeURIComponent(model)}&range=7d` }),
      })),
    };
  };
}

/** `1 call`, `3 calls, of which 2 are of other apps`. */
function toCalls(own: number, others: number): string {
  const [all, foreign] = [own + others, others].map((n) => n.toLocaleString('en-US'));
  const calls = `${all} ${all === '1' ? 'call' : 'calls'}`;
  if (others === 0) return calls;
  if (own === 0) return `${calls} of other apps`;
  return `${calls}, ${foreign} of them of other apps,`;
}
