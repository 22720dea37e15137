/** CPU time since the start of a process, user and system, in ms. */
export interface Cpu {
  readonly ownMs: number;
  /** Of the process that runs the app, where that is another one. */
  readonly workerMs: number;
}

/** Tells the benchmark where this process listens, and its CPU time whenever it asks. Ends with the benchmark. */
export function answerCpu(url: string, readWorkerMs: () => number = () => 0): void {
  process.on('disconnect', () => process.exit(1));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ ownMs: (user + system) / 1_000, workerMs: readWorkerMs() } satisfies Cpu);
  });
  process.send?.({ url });
}
