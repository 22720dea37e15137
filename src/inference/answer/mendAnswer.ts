import { isRecord } from '../../values/isRecord.ts';
import { mendHead } from './mendHead.ts';
import { mendMessage, withWholeCalls } from './mendMessage.ts';

/** An answer of a strange form, as near to OpenAI's as it can be brought; what cannot stays as it is. */
export function mendAnswer(value: unknown): unknown {
  if (!isRecord(value) || !Array.isArray(value.choices)) return value;
  return { ...value, ...mendHead(value), choices: value.choices.filter(isAnswer).map(mendChoice) };
}

/** Whether a choice is the one that was asked for, or looks like another. */
function isAnswer(choice: unknown, position: number): boolean {
  return position === 0 || (isRecord(choice) && isRecord(choice.message));
}

function mendChoice(choice: unknown, position: number): unknown {
  if (!isRecord(choice) || !isRecord(choice.message)) return choice;
  const { message, finish_reason } = choice;
  return {
    ...choice,
    index: mendIndex(choice.index, position),
    message: withWholeCalls(mendMessage(message)),
    finish_reason: mendReason(finish_reason),
  };
}

/** The place of a choice, where the model says none. */
export function mendIndex(index: unknown, position: number): number {
  return Number.isSafeInteger(index) && Number(index) >= 0 ? Number(index) : position;
}

/** Some servers write an empty text while there is no reason yet. */
export function mendReason(reason: unknown): unknown {
  return reason === '' ? null : reason;
}
