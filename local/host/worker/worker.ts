import { subscribe } from 'node:diagnostics_channel';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Generation } from '../generation.ts';
import type { HostMessage, InvocationRequest, LogLine, WorkerMessage } from '../messages.ts';
import { type App, createApp, createCoreApi, runHooks, writeLog } from './coreApi.ts';

// The process that runs the app, as the real Node.js worker does: one app, loaded once, invocations in parallel. It
// ends with its host, and leaves Ctrl-C to it.

// The library's own HTTP server listens on every interface: on a developer's machine only local processes may reach it.
subscribe('tracing:net.server.listen:asyncStart', (event) => {
  const { options } = event as { options: { host?: string } };
  options.host ??= '127.0.0.1';
});

const app = createApp();
const send = (message: WorkerMessage) => process.send?.({ fromWorker: message });
const sendLog = (line: LogLine) => send({ type: 'log', line });

process.on('SIGINT', () => {});
process.on('SIGTERM', () => {}); // a service manager sends it to all processes of a stack at once
process.on('disconnect', () => process.exit(1));
process.on('message', (message: HostMessage) => {
  if (message.type === 'start') start(message);
  else if (message.type === 'invoke') invoke(message.request);
  else terminate();
});

function provideCoreApi(to: App, generation: Generation): void {
  const coreApi = createCoreApi(to, sendLog, generation);
  const { require: original } = Module.prototype;
  Module.prototype.require = Object.assign(function (this: NodeJS.Module, id: string): unknown {
    return id === '@azure/functions-core' ? coreApi : original.call(this, id);
  }, original);
}

type Start = Extract<HostMessage, { type: 'start' }>;

async function start({ appDir, entry, generation }: Start): Promise<void> {
  provideCoreApi(app, generation);
  try {
    const file = join(appDir, entry);
    const { type } = createRequire(file)('./package.json') as { type?: string };
    if (file.endsWith('.mjs') || (type === 'module' && !file.endsWith('.cjs'))) {
      await import(pathToFileURL(file).href);
    } else {
      createRequire(file)(file);
    }
  } catch (error) {
    // As in the real worker: the functions registered so far are lost, and the developer sees the error.
    send({ type: 'entryFailed', message: error instanceof Error ? error.message : String(error) });
    return;
  }
  const { appHookData, appLevelHookData: hookData } = app;
  await runHooks(app, 'appStart', { functionAppDirectory: appDir, hookData, appHookData });
  const capabilities = (await app.programmingModel?.getCapabilities?.({})) ?? {};
  app.locked = true;
  const functions = [...app.functions.values()].map(({ metadata }) => metadata);
  send({ type: 'started', functions, capabilities });
}

async function invoke(request: InvocationRequest): Promise<void> {
  const { invocationId } = request;
  try {
    const returnValue = await run(request);
    send({ type: 'done', invocationId, returnValue, error: undefined });
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    send({ type: 'done', invocationId, returnValue: undefined, error: text });
  }
}

async function run(request: InvocationRequest) {
  const registered = app.functions.get(request.functionId);
  if (registered === undefined || app.programmingModel === undefined) {
    throw new Error(`Function code for '${request.functionId}' is not loaded.`);
  }
  const { metadata } = registered;
  const { invocationId } = request;
  const hookData = {};
  const { appHookData } = app;
  let invocationContext: unknown;
  const core = {
    invocationId,
    request,
    metadata,
    state: undefined as string | undefined,
    log(level: string, category: LogLine['category'], message: string) {
      const line = { level, category, message, invocationId, functionName: metadata.name };
      writeLog(app, line, sendLog, invocationContext, hookData);
    },
  };
  const model = await app.programmingModel.getInvocationModel(core);
  const { context, inputs } = await model.getArguments();
  invocationContext = context;

  const before = {
    hookData,
    appHookData,
    invocationContext,
    inputs,
    functionCallback: registered.callback,
  };
  core.state = 'preInvocationHooks';
  await runHooks(app, 'preInvocation', before);

  const after = {
    hookData,
    appHookData,
    invocationContext,
    inputs: before.inputs,
    result: null as unknown,
    error: null as unknown,
  };
  core.state = 'invocation';
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error;
  }
  core.state = 'postInvocationHooks';
  await runHooks(app, 'postInvocation', after);
  core.state = undefined;

  if (after.error !== null && after.error !== undefined) throw after.error;
  const { returnValue } = await model.getResponse(context, after.result);
  return returnValue;
}

async function terminate(): Promise<void> {
  const { appHookData, appLevelHookData: hookData } = app;
  try {
    await runHooks(app, 'appTerminate', { hookData, appHookData });
  } finally {
    process.exit(0);
  }
}
