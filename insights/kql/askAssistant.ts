import type { ChildProcess } from 'node:child_process';
import type { Question } from '../queryApi.ts';
import type { FromProcess, ToProcess } from './messages.ts';

/** Who types does not wait longer. */
const withinMs = 5_000;
const mostAtOnce = 6;

let last = 0;
let pending = 0;

/** Asks the engine's process about a text. Undefined when it has no answer in time, or much is asked already. Never rejects. */
export async function askAssistant(
  open: () => Promise<ChildProcess>,
  question: Question,
): Promise<string | undefined> {
  if (pending >= mostAtOnce) return undefined;
  pending++;
  try {
    return await ask(await open(), { kind: 'assist', id: ++last, question });
  } catch {
    return undefined; // it did not start
  } finally {
    pending--;
  }
}

function ask(
  child: ChildProcess,
  asked: Extract<ToProcess, { kind: 'assist' }>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settle = (json?: string) => {
      clearTimeout(late);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(json);
    };
    const onExit = () => settle();
    const onMessage = (message: FromProcess) => {
      if (message.kind === 'assisted' && message.id === asked.id) settle(message.json);
    };
    const late = setTimeout(settle, withinMs);
    child.on('message', onMessage);
    child.once('exit', onExit);
    child.send(asked, () => {}); // of a process that has just ended `exit` tells
  });
}
