import { type Generation, generations } from '../generation.ts';
import type { FunctionMetadata, LogLine } from '../messages.ts';

type Callback = (...args: unknown[]) => unknown;

interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: Callback): Promise<unknown>;
  getResponse(
    context: unknown,
    result: unknown,
  ): Promise<{ returnValue?: { string?: string } | null }>;
}

interface ProgrammingModel {
  getInvocationModel(context: object): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(
    defaults: Record<string, string>,
  ): Record<string, string> | Promise<Record<string, string>>;
}

/** The functions and hooks that an app registered with its worker. */
export interface App {
  readonly functions: Map<string, { metadata: FunctionMetadata; callback: Callback }>;
  readonly hooks: Record<string, Callback[]>;
  readonly appHookData: Record<string, unknown>;
  readonly appLevelHookData: Record<string, unknown>;
  programmingModel: ProgrammingModel | undefined;
  /** After the functions have been reported, no more can be registered. */
  locked: boolean;
}

/** An app before its entry was loaded. */
export function createApp(): App {
  return {
    functions: new Map(),
    hooks: { appStart: [], appTerminate: [], preInvocation: [], postInvocation: [], log: [] },
    appHookData: {},
    appLevelHookData: {},
    programmingModel: undefined,
    locked: false,
  };
}

/** Calls a hook's callbacks one after another, in the order they were registered. */
export async function runHooks(app: App, name: string, context: object): Promise<void> {
  for (const callback of app.hooks[name] ?? []) await callback(context);
}

/** Passes a line through the `log` hooks, which may change its level and message, and then to the host. */
export function writeLog(
  app: App,
  line: LogLine,
  send: (line: LogLine) => void,
  invocationContext?: unknown,
  hookData: object = {},
): void {
  const context = { ...line, invocationContext, hookData, appHookData: app.appHookData };
  for (const callback of app.hooks.log ?? []) callback(context);
  send({ ...line, level: context.level, message: context.message });
}

class Disposable {
  readonly #dispose: () => unknown;

  constructor(dispose: () => unknown) {
    this.#dispose = dispose;
  }

  static from(...parts: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const part of parts) part.dispose();
    });
  }

  dispose(): unknown {
    return this.#dispose();
  }
}

/**
 * The module `@azure/functions-core`, which exists only inside a worker; its interface is declared in
 * https://github.com/Azure/azure-functions-nodejs-library/tree/v4.x/types-core
 */
export function createCoreApi(
  app: App,
  send: (line: LogLine) => void,
  generation: Generation,
): object {
  const { workerVersion, hostVersion, hasLogHooks } = generations[generation];
  return {
    version: workerVersion,
    hostVersion,
    Disposable,
    registerFunction(metadata: FunctionMetadata, callback: Callback) {
      if (app.locked) throw new Error('A function can only be registered during app startup.');
      if (app.functions.has(metadata.name)) {
        throw new Error(`A function with id "${metadata.name}" has already been registered.`);
      }
      app.functions.set(metadata.name, { metadata, callback });
      return new Disposable(() => app.functions.delete(metadata.name));
    },
    registerHook(name: string, callback: Callback) {
      const hooks = name === 'log' && !hasLogHooks ? undefined : app.hooks[name];
      if (hooks === undefined) throw new RangeError(`Unrecognized hook "${name}"`);
      hooks.push(callback);
      return new Disposable(() => {
        const at = hooks.indexOf(callback);
        if (at >= 0) hooks.splice(at, 1);
      });
    },
    setProgrammingModel(model: ProgrammingModel) {
      app.programmingModel = model;
    },
    getProgrammingModel: () => app.programmingModel,
    log(level: string, category: LogLine['category'], message: string) {
      writeLog(app, { level, category, message }, send);
    },
  };
}
