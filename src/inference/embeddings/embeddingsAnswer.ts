import type * as z from 'zod';
import { usage as usageSchema } from '../answer/chatAnswer.ts';
import { mendHead } from '../answer/mendHead.ts';
import { unreadable } from '../client/openResponse.ts';
import { firstIssue } from '../firstIssue.ts';
import type { Chunks } from './chunks.ts';
import { type Member, membersOf, parseSmall } from './members.ts';

/** A model's embeddings, in its own bytes, and what it reports about them. */
export interface EmbeddingsAnswer {
  readonly model: string | undefined;
  readonly usage: z.infer<typeof usageSchema>;
  /** The answer for the caller, in parts: the model's own bytes, with `model` filled in and `usage` mended. */
  toParts(deployment: string): readonly Uint8Array[];
}

/** Bytes that are replaced; without a text, by the deployment's name. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text?: string;
}

/** Longer ones are no name, or no counts. */
const longest = { model: 1_024, usage: 16_384 };
const [brace, bracket] = [0x7b, 0x5b];

/** Reads an answer without its numbers; throws `model_bad_response` when it is no JSON object with a list of `data`. */
export function parseEmbeddingsAnswer(json: Chunks): EmbeddingsAnswer {
  let [model, usage]: [string | undefined, EmbeddingsAnswer['usage']] = [undefined, undefined];
  const edits: Edit[] = [];
  const keys = new Set<string>();
  for (const { key, ...place } of membersOf(json)) {
    if (key === 'data' && json.at(place.start) !== bracket) throw unreadable();
    if (key === 'model') {
      model = readModel(json, place);
      if (model === undefined) edits.push(place);
    }
    if (key === 'usage') {
      const read = readUsage(json, place);
      usage = read.usage;
      if (read.mended) edits.push({ ...place, text: JSON.stringify(usage ?? null) });
    }
    if (key !== undefined) keys.add(key);
  }
  if (!keys.has('data')) throw unreadable();
  return {
    model,
    usage,
    toParts(deployment) {
      const name = JSON.stringify(deployment);
      const first = json.indexOf(brace, 0) + 1;
      const missing = { start: first, end: first, text: `"model":${name},` };
      return apply(json, keys.has('model') ? edits : [missing, ...edits], name);
    },
  };
}

type Place = Omit<Member, 'key'>;

function readModel(json: Chunks, { start, end }: Place): string | undefined {
  const value = end - start > longest.model ? undefined : parseSmall(json, start, end);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readUsage(json: Chunks, { start, end }: Place) {
  const value = end - start > longest.usage ? {} : parseSmall(json, start, end);
  const checked = usageSchema.safeParse(value, firstIssue);
  if (checked.success && end - start <= longest.usage)
    return { usage: checked.data, mended: false };
  const { usage } = mendHead({ usage: value });
  return { usage: usageSchema.safeParse(usage, firstIssue).data, mended: true };
}

function apply(json: Chunks, edits: readonly Edit[], name: string): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text } of edits) {
    parts.push(...json.between(at, start), Buffer.from(text ?? name));
    at = end;
  }
  return [...parts, ...json.between(at, json.length)];
}
