import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { WorkerCommand, WorkerReport } from './worker.ts';

/** Starts worker.ts; it is ready when this resolves, and works when it is told to. */
export async function startWorker(command: WorkerCommand) {
  const child = fork(new URL('./worker.ts', import.meta.url), [JSON.stringify(command)], {
    execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
  });
  const exited = once(child, 'exit');
  const next = async (): Promise<unknown> => {
    const [message] = await Promise.race([
      once(child, 'message'),
      exited.then(() => Promise.reject(new Error('the worker ended'))),
    ]);
    return message;
  };
  await next();
  return {
    async work(): Promise<WorkerReport> {
      child.send('work');
      const report = await next();
      await exited;
      return report as WorkerReport;
    },
    /** With `holds`: resolves once its call has begun. */
    async hold() {
      child.send('work');
      await next();
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
