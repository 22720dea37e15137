import type { Operation } from '../../../api.ts';
import { Unknown } from '../../text/amounts.tsx';
import { Outcome } from '../../text/Outcome.tsx';

/** What became of a call, and what is to be noticed of it. */
export function OutcomeCell({ call }: { call: Operation }) {
  const {
    outcome,
    success,
    modelCalls,
    retries,
    agent,
    toolCalls,
    fallbackModel,
    coldStart,
    deliveries,
  } = call;
  const steps = modelCalls - retries;
  return (
    <>
      <Outcome outcome={outcome} failed={success === 'False'} />
      {steps > 1 && <Badge sign={`${steps} ${agent === null ? 'calls' : 'steps'}`} />}
      {retries > 0 && <Badge sign={`↻${retries}`} says={`${retries} calls to models repeated`} />}
      {fallbackModel !== null && <Badge sign="↪" says={`fallback to ${fallbackModel}`} />}
      {toolCalls > 0 && <Badge sign={`⚙${toolCalls}`} says={`${toolCalls} tool calls`} />}
      {coldStart && <Badge sign="❄" says="cold start" />}
      {deliveries > 1 && <Badge sign={`✉${deliveries}`} says={`delivered ${deliveries} times`} />}
    </>
  );
}

function Badge({ sign, says = sign }: { sign: string; says?: string }) {
  return (
    <span class="badge" role="img" aria-label={says} title={says}>
      {sign}
    </span>
  );
}

/** Which function ran and by what: ⇄ HTTP, ✉ queue. Of other apps, the name of the operation. */
export function FunctionName({
  call: { function: name, trigger, name: operation },
}: {
  call: Operation;
}) {
  return (
    <span class="cut" title={name === null ? operation : `${name}: ${operation}`}>
      {trigger !== null && (
        <>
          <span class="dim" aria-hidden="true">
            {trigger === 'http' ? '⇄' : '✉'}
          </span>
          <span class="visually-hidden">{trigger}</span>{' '}
        </>
      )}
      {name ?? operation}
    </span>
  );
}

/** The assistant that answered, else the model asked, and the one that came after it: `gpt-4o→4o-mini`. */
export function Models({ call: { agent, model, fallbackModel } }: { call: Operation }) {
  if (agent !== null)
    return (
      <span class="cut" title={`${agent}, by ${fallbackModel ?? model ?? 'a model'}`}>
        <span aria-hidden="true">⌘</span> {agent}
      </span>
    );
  if (model === null) return <Unknown why="no model was called" />;
  if (fallbackModel === null)
    return (
      <span class="cut" title={model}>
        {model}
      </span>
    );
  return (
    <span class="cut" title={`${model} → ${fallbackModel}`}>
      {model}
      <span class="dim">→</span>
      {toShortName(fallbackModel, model)}
    </span>
  );
}

/** A model's name without the words that it begins with as the other's does: `gpt-4o-mini` after `gpt-4o` is `4o-mini`. */
function toShortName(name: string, other: string): string {
  const words = name.split('-');
  const others = other.split('-');
  const differs = words.findIndex((word, index) => word !== others[index]);
  const same = differs < 0 ? words.length : differs;
  return words.slice(Math.min(same, others.length - 1, words.length - 1)).join('-');
}
