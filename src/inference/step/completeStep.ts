import type { Limits } from '../../values/deadline.ts';
import { costUsd } from '../answer/price.ts';
import { takeAnswer } from '../answer/takeAnswer.ts';
import { chatOperation } from '../chatOperation.ts';
import type { ModelAccess } from '../modelAccess.ts';
import type { Asked } from '../request/asked.ts';
import { type StepAnswer, toStepAnswer } from './stepAnswer.ts';

/** Answers a step of an assistant in one piece. */
export async function completeStep(
  access: ModelAccess,
  asked: Asked,
  limits: Limits,
): Promise<StepAnswer> {
  return takeAnswer(access, chatOperation(asked, access.config), limits, (answer, model) =>
    toStepAnswer(answer, model, costUsd(answer, model, access.config.prices)),
  );
}
