/** A model as OpenAI's API lists it: https://platform.openai.com/docs/api-reference/models/object */
export function toModel(id: string): object {
  return { id, object: 'model', created: 0, owned_by: 'callspan' };
}
