import { isRecord } from '../../values/isRecord.ts';
import { mendIndex, mendReason } from '../answer/mendAnswer.ts';
import { mendHead } from '../answer/mendHead.ts';
import { mendMessage } from '../answer/mendMessage.ts';

/** A chunk of a strange form, as near to OpenAI's as it can be brought; what cannot stays as it is. */
export function mendChunk(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { choices } = value;
  return {
    ...value,
    ...mendHead(value),
    choices: Array.isArray(choices) ? choices.map(mendChoice) : choices,
  };
}

function mendChoice(choice: unknown, position: number): unknown {
  if (!isRecord(choice)) return choice;
  const { delta, finish_reason } = choice;
  return {
    ...choice,
    index: mendIndex(choice.index, position),
    delta: isRecord(delta) ? mendMessage(delta) : delta,
    finish_reason: mendReason(finish_reason),
  };
}
