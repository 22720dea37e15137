import type { InferenceConfig } from '../../config.ts';

/** The model that a name means: one of ours means itself, an alias its model, and any other name nothing else. */
export type ResolveModel = (name: string) => string;

/** Names as `MODEL_ALIASES` has them: whole ones first, then the longest beginning. `others` are names of ours that the settings do not know. */
export function createResolveModel(
  { models, embeddingModel, aliases }: InferenceConfig,
  others: readonly string[],
): ResolveModel {
  const ours = new Set([...models, ...others, embeddingModel]);
  return (name) => {
    if (ours.has(name)) return name;
    const [, model] = aliases.prefixes.find(([prefix]) => name.startsWith(prefix)) ?? [];
    return aliases.exact.get(name) ?? model ?? name;
  };
}

/** A request with the model that its own means; the same one where that changes nothing. */
export function withResolved<T extends { readonly model?: string | null | undefined }>(
  request: T,
  resolve: ResolveModel,
): T {
  if (request.model == null) return request;
  const model = resolve(request.model);
  return model === request.model ? request : { ...request, model };
}
