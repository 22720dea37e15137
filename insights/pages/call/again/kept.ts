import { signal } from '@preact/signals';
import { type CallRef, formatCallRef, parseCallRef } from '../../../view/compare/callRefs.ts';

const key = 'callspan.kept';

/** The call that this tab keeps for a comparison. */
export const kept = signal(parseCallRef(sessionStorage.getItem(key) ?? ''));

/** Keeps a call until another is, or none. */
export function keep(call: CallRef | undefined): void {
  kept.value = call;
  if (call === undefined) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, formatCallRef(call));
}
