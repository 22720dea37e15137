import { spawn } from 'node:child_process';
import { root } from '../stack/root.ts';

const azdMs = 60_000;

/** Why azd gave nothing: it cannot be run, or ended with this code. */
export class AzdFailed extends Error {
  /** Undefined when it cannot be run, or took too long. */
  readonly code: number | undefined;

  constructor(code?: number) {
    super('azd failed');
    this.code = code;
  }
}

/** Standard output of an azd command. Its other output may hold values, and is not passed on. Rejects with an AzdFailed. */
export function runAzd([command = '', ...args]: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      signal: AbortSignal.timeout(azdMs),
      windowsHide: true,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', () => reject(new AzdFailed()));
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new AzdFailed(code ?? undefined));
    });
  });
}
