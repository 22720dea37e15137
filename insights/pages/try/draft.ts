import type { TryRequest } from '../../api.ts';

/** How the answer is to be written. */
export const formats = [
  ['text', 'Text'],
  ['json_object', 'JSON'],
  ['json_schema', 'JSON schema'],
] as const;

/** What the composer holds: texts as they stand in its fields; empty is left out of the request. */
export interface Draft {
  readonly prompt: string;
  /** A `data:` URL, or an address that only the model looks at. */
  readonly image: string;
  /** Instructions; empty: the app's own. */
  readonly system: string;
  readonly by: TryRequest['by'];
  readonly api: TryRequest['api'];
  readonly model: string;
  readonly conversation: string;
  readonly temperature: string;
  readonly topP: string;
  readonly maxTokens: string;
  readonly seed: string;
  readonly effort: string;
  /** One a line. */
  readonly stop: string;
  readonly format: (typeof formats)[number][0];
  readonly schema: string;
  /** JSON of fields that have no place of their own. */
  readonly other: string;
}

/** An empty one: the default model, as a stream. */
export const noDraft: Draft = {
  prompt: '',
  image: '',
  system: '',
  by: 'stream',
  api: undefined,
  model: '',
  conversation: '',
  temperature: '',
  topP: '',
  maxTokens: '',
  seed: '',
  effort: '',
  stop: '',
  format: 'text',
  schema: '',
  other: '',
};

/** Whether it asks something. */
export function asks({ prompt, image }: Draft): boolean {
  return prompt.trim() !== '' || image !== '';
}
