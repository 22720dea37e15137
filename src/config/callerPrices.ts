import type { CallersConfig } from './callers.ts';
import type { InferenceConfig } from './inference.ts';
import type { SettingReader } from './settingReader.ts';

/**
 * Notes a problem for each caller with a budget in US dollars that may ask a model without a price: what costs nothing is never at its end.
 * A model falls back to those after it, and a name that is no deployment's is an assistant's, which may ask each.
 */
export function checkCallerPrices(
  callers: CallersConfig,
  { models, embeddingModel, prices }: InferenceConfig,
  { problem }: SettingReader,
): void {
  const settings: readonly (readonly [string, readonly string[]])[] = [
    ['AZURE_OPENAI_DEPLOYMENT_NAME', models.slice(0, 1)],
    ['AZURE_OPENAI_FALLBACK_DEPLOYMENTS', models.slice(1)],
    [
      'AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME',
      embeddingModel === undefined ? [] : [embeddingModel],
    ],
  ];
  const askedBy = (model: string): readonly string[] => {
    if (model === embeddingModel) return [model];
    return models.slice(Math.max(0, models.indexOf(model)));
  };
  const all = settings.flatMap(([, names]) => names);
  for (const { name, usdPerDay, models: own } of callers.values()) {
    if (usdPerDay === undefined) continue;
    const asked = own === undefined ? all : own.flatMap(askedBy);
    const unpriced = new Set(asked.filter((model) => !prices.has(model)));
    const named = settings.filter(([, models]) => models.some((model) => unpriced.has(model)));
    if (named.length === 0) continue;
    const where = named.map(([setting]) => setting).join(', ');
    problem(
      'CALLERS',
      `${name}: usdPerDay needs a price in MODEL_PRICES for each model of ${where}`,
    );
  }
}
