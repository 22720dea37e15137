import type { Operation } from '../../../api.ts';
import { type Hit, hitIn } from '../../../view/hitIn.ts';

/** What a call was about: where a search found it, else the first words of its question, else what it belongs to. */
export function About({ call, hit }: { call: Operation; hit: string }) {
  const { about, conversationId, job, modelCalls } = call;
  const found = hit === '' ? undefined : hitIn(call, hit);
  if (found !== undefined) return <Found {...found} />;
  if (about !== null)
    return (
      <span class="cut" title={about}>
        “{about}”
      </span>
    );
  const belongs = conversationId ? `conversation ${conversationId}` : job;
  if (belongs)
    return (
      <span class="cut" title={belongs}>
        {belongs}
      </span>
    );
  return modelCalls === 0 ? null : <span class="cut dim">not recorded</span>;
}

function Found({ where, whole, before, hit, after }: Hit) {
  return (
    <span class="cut" title={whole}>
      {where !== '' && <span class="dim">{where} </span>}
      {before}
      <mark>{hit}</mark>
      {after}
    </span>
  );
}
