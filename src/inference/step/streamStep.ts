import { deadlineIn, type Limits } from '../../values/deadline.ts';
import { costUsd } from '../answer/price.ts';
import { type ChatOperation, chatOperation } from '../chatOperation.ts';
import { unreadable } from '../client/openResponse.ts';
import type { ModelAccess } from '../modelAccess.ts';
import type { Asked, Step } from '../request/asked.ts';
import type { ChatChunk } from '../stream/chatChunk.ts';
import { openStream } from '../stream/openStream.ts';
import { standardTimes } from '../stream/streamTimes.ts';
import { type StepAnswer, toStepAnswer } from './stepAnswer.ts';

/** A step with a streamed answer. */
export interface StreamedStep {
  readonly chunks: AsyncIterable<readonly ChatChunk[]>;
  /** The whole answer after the last chunk, with the first 64 Ki characters of its text. */
  answer(): StepAnswer;
}

/** Answers a step of an assistant chunk by chunk. */
export async function streamStep(
  access: ModelAccess,
  asked: Asked & { readonly step: Step },
  limits: Limits,
  { totalMs, betweenChunksMs } = standardTimes,
): Promise<StreamedStep> {
  const whole = deadlineIn(totalMs, asked.step.startedAt);
  let heard = false; // the caller waits until the first text, whatever else the model sends
  const leftMs = () =>
    heard ? whole.leftMs() : Math.min(whole.leftMs(), limits.deadline.leftMs());
  const bounds = { end: { leftMs }, betweenChunksMs };
  let served: { model: string; answer: ReturnType<ChatOperation['collect']> } | undefined;
  const operation = chatOperation(asked, access.config);
  const chunks = await openStream(access, operation, limits, bounds, (model, answer) => {
    served = { model, answer }; // the last call: its chunks are the ones that are given
    return ({ chunk }) => {
      const { content, refusal } = chunk.choices?.[0]?.delta ?? {};
      if (content || refusal) heard = true;
      return chunk;
    };
  });
  return {
    chunks,
    answer() {
      const answer = served?.answer.toAnswer();
      if (served === undefined || answer === undefined) throw unreadable();
      const { model } = served;
      return toStepAnswer(answer, model, costUsd(answer, model, access.config.prices));
    },
  };
}
