import { toAppError } from '../../errors.ts';
import type { Limits } from '../../values/deadline.ts';
import type { ModelAccess } from '../modelAccess.ts';
import type { Operation } from '../operation.ts';
import type { Attempt } from '../retry/complete.ts';
import { tellUsed } from '../used.ts';
import { callModel } from './callModel.ts';

/** Converts an answer, given the deployment that gave it; what it throws fails the call. */
type Take<Answer, T> = (answer: Answer, model: string) => T;

/** Asks the models until one answers, each call in a span, and returns what `take` makes of the answer. */
export function takeAnswer<Answer, T>(
  access: ModelAccess,
  operation: Operation<Answer>,
  limits: Limits,
  take: Take<Answer, T>,
): Promise<T> {
  return access.retried(operation.models, limits, (attempt) =>
    callOnce(access, operation, attempt, take),
  );
}

async function callOnce<Answer, T>(
  { client, openModelSpan }: ModelAccess,
  operation: Operation<Answer>,
  { model, number, limits }: Attempt,
  take: Take<Answer, T>,
): Promise<T> {
  const span = openModelSpan(operation.toCall(model, number));
  try {
    const body = operation.toBody(model);
    const answer = await callModel(client, operation, body, limits, span.responded);
    const taken = take(answer, model);
    const answered = operation.toAnswered(answer, model);
    tellUsed(limits, answered, undefined);
    span.succeeded(answered);
    return taken;
  } catch (thrown) {
    const { code } = toAppError(thrown);
    tellUsed(limits, undefined, code);
    span.failed(code);
    throw thrown;
  }
}
