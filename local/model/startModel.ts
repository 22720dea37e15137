import { startChildPart } from '../process/childPart.ts';

export interface ModelOptions {
  /** 0 for any free port. */
  port: number;
  /** Time before the first token; 300 when absent. */
  latencyMs?: number;
  /** Called once if the model ends by itself. */
  onExit: (reason: string) => void;
}

export interface Model {
  /** Without trailing slash; the OpenAI API is below `{url}/v1`, and accepts any model name. */
  readonly url: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Starts the embedded model on 127.0.0.1. Rejects with a PortTakenError or one line that says why it did not start. */
export async function startModel({ port, latencyMs = 300, onExit }: ModelOptions): Promise<Model> {
  const part = await startChildPart({
    name: 'The embedded model',
    module: new URL('./server.ts', import.meta.url),
    args: [String(port), String(latencyMs)],
    readReady: (lines) => /listening at (\S+)/.exec(lines.join('\n'))?.[1],
    onExit,
    stopMs: 2_000,
  });
  return { url: part.ready, pid: part.pid, stop: part.stop };
}
