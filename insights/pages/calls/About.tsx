import type { Operation } from '../../api.ts';

/** What a call was about: the first words of its question, else what it belongs to. */
export function About({ call: { about, conversationId, job, modelCalls } }: { call: Operation }) {
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
