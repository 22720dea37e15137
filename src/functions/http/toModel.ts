import type { Services } from '../../services.ts';

/** A model as OpenAI's API lists it: https://platform.openai.com/docs/api-reference/models/object */
export function toModel(id: string): object {
  return { id, object: 'model', created: 0, owned_by: 'callspan' };
}

/** Every name that a request may use, the embedding model's last. */
export function namesOf({ inference, embeddings }: Services): readonly string[] {
  const { model } = embeddings;
  return [...new Set([...inference.models, ...(model === undefined ? [] : [model])])];
}
