import type { Config } from '../config.ts';
import { StartError } from '../values/startError.ts';

/**
 * Throws one StartError when MODEL_ALIASES or CALLERS name a model that is none of ours, or an alias is one. `assistants` are the names that
 * the settings do not know.
 */
export function checkNames(
  { inference, callers }: Pick<Config, 'inference' | 'callers'>,
  assistants: readonly string[],
): void {
  const { models, embeddingModel, aliases } = inference;
  const ours = new Set([...models, ...assistants, embeddingModel]);
  const problems = new Set<string>();
  const targets = [...aliases.exact, ...aliases.prefixes].map(([, model]) => model);
  if (!targets.every((model) => ours.has(model))) {
    problems.add(
      'MODEL_ALIASES must lead to models of this app: deployments of the settings, or assistants',
    );
  }
  if ([...aliases.exact.keys()].some((alias) => ours.has(alias))) {
    problems.add('MODEL_ALIASES must not have the name of a model as an alias');
  }
  for (const { name, models: own = [] } of callers?.values() ?? []) {
    if (own.every((model) => ours.has(model))) continue;
    problems.add(
      `CALLERS ${name}: models must be models of this app: deployments of the settings, or assistants`,
    );
  }
  if (problems.size > 0) throw new StartError('wrong settings', [...problems]);
}
