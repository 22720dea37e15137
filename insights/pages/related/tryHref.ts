import type { Operation } from '../../api.ts';

type Call = Pick<Operation, 'operation_Id' | 'session_Id' | 'conversationId'>;

/** Try it with what a call was asked, to be changed. */
export function tryHref(call: Call): string {
  return `/try?${new URLSearchParams(ofCall(call))}`;
}

/** Try it after the answer of a call, in its conversation. */
export function goOnHref(call: Call): string {
  const { conversationId } = call;
  const conversation = conversationId === null ? {} : { conversation: conversationId };
  return `/try?${new URLSearchParams({ ...conversation, ...ofCall(call), after: 'answer' })}`;
}

function ofCall({ operation_Id, session_Id }: Call): Record<string, string> {
  return { from: operation_Id, ...(session_Id !== null && { session: session_Id }) };
}
