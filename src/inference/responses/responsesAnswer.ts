import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { isRecord } from '../../values/isRecord.ts';
import { unixSeconds } from '../../values/unixSeconds.ts';
import { unreadable } from '../client/openResponse.ts';
import { firstIssue } from '../firstIssue.ts';
import { failureOf } from './failureOf.ts';

const count = z.int().min(0).nullish().catch(undefined);
const text = z.string().nullish().catch(undefined);

/** A response, as far as it is read; an odd field is dropped, and everything else passed on. */
export const responsesAnswer = z.looseObject({
  id: text,
  model: text,
  status: text,
  created_at: z.number().nullish().catch(undefined),
  output: z.array(z.looseObject({ type: z.string() })),
  incomplete_details: z.looseObject({ reason: text }).nullish().catch(undefined),
  usage: z
    .looseObject({
      input_tokens: count,
      input_tokens_details: z.looseObject({ cached_tokens: count }).nullish().catch(undefined),
      output_tokens: count,
      output_tokens_details: z.looseObject({ reasoning_tokens: count }).nullish().catch(undefined),
      total_tokens: count,
    })
    .nullish()
    .catch(undefined),
});

/** A response of a model: https://platform.openai.com/docs/api-reference/responses/object */
export type ResponsesAnswer = z.infer<typeof responsesAnswer>;

/** Reads a response; throws `model_bad_response` when it has no output, or the error of one that failed. */
export function parseResponsesAnswer(value: unknown): ResponsesAnswer {
  const { status, error } = isRecord(value) ? value : {};
  if (status === 'failed' || status === 'cancelled') throw failureOf(error);
  const checked = responsesAnswer.safeParse(value, firstIssue);
  if (checked.success) return checked.data;
  throw unreadable();
}

/** A response for the caller, with the fields filled in that clients rely on. */
export function toResponse(answer: ResponsesAnswer, deployment: string): ResponsesAnswer {
  return {
    ...answer,
    id: answer.id || `resp_${randomUUID().replaceAll('-', '')}`,
    object: 'response',
    created_at: answer.created_at ?? unixSeconds(),
    status: answer.status ?? 'completed',
    model: answer.model || deployment,
  };
}
