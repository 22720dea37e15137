import { useEffect, useRef } from 'preact/hooks';
import type { Command } from '../../view/keys.ts';

/** What is done when a key asks for it; a command that is absent is not its business, nor one whose answer is false. */
export type Commands = { readonly [command in Command]?: () => unknown };

const eventName = 'callspan-command';

/** Carries out what the keys ask for while the component is there. */
export function useCommands(commands: Commands): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const carryOut = (event: Event) => {
      if (!(event instanceof CustomEvent)) return;
      const command = latest.current[event.detail as Command];
      if (command !== undefined && command() !== false) event.preventDefault();
    };
    document.addEventListener(eventName, carryOut);
    return () => document.removeEventListener(eventName, carryOut);
  }, []);
}

/** Tells what a key asks for; whether anyone took it. */
export function tellCommand(command: Command): boolean {
  return !document.dispatchEvent(new CustomEvent(eventName, { detail: command, cancelable: true }));
}
