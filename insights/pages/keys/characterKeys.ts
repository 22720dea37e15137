import { effect, signal } from '@preact/signals';

const key = 'callspan.characterKeys';

/** Whether keys that write a character do something (WCAG 2.1.4); remembered on this machine. */
export const characterKeys = signal(localStorage.getItem(key) !== 'off');

effect(() => localStorage.setItem(key, characterKeys.value ? 'on' : 'off'));
