import type { Services } from '../../services.ts';

/**
 * A model as OpenAI's API lists it (https://platform.openai.com/docs/api-reference/models/object). `owned_by` is all that the form
 * has to tell an assistant by.
 */
export function toModel(id: string, { assistants }: Pick<Services, 'assistants'>): object {
  const owned_by = assistants.includes(id) ? 'callspan-assistant' : 'callspan';
  return { id, object: 'model', created: 0, owned_by };
}

/** Every name that a request of a caller may use, the embedding model's last. Aliases are none: who insists on one knows it. */
export function namesOf(
  { inference, embeddings, callers }: Services,
  caller: string | undefined,
): readonly string[] {
  const { model } = embeddings;
  const all = [...new Set([...inference.models, ...(model === undefined ? [] : [model])])];
  return callers.allowed(caller, all);
}
