import { createRequire } from 'node:module';
import { AppError, errorCodes, toErrorObject } from '../../errors.ts';
import { callerOf } from './caller.ts';
import { openProxyGate, type ProxyGate } from './proxyGate.ts';

/** The part of the worker's programming model that is used here (types-core/index.d.ts of the Functions library). */
interface ProgrammingModel {
  getCapabilities(defaults: Record<string, string>): Promise<Record<string, string>>;
  getInvocationModel(context: CoreContext): InvocationModel;
}

interface CoreContext {
  readonly invocationId: string;
  readonly metadata: { readonly bindings?: Readonly<Record<string, { readonly type?: string }>> };
  readonly request: { triggerMetadata?: Record<string, { json?: string }> | null };
}

interface InvocationModel {
  getArguments(): Promise<unknown>;
  getResponse(context: object, result: object): Promise<unknown>;
}

/**
 * Puts a gate before the worker's HTTP server, so that every HTTP invocation begins with its own request,
 * within 8 s or not at all, and with the headers that the caller sent. Call it after the last registration, as
 * the library has no programming model before the first. Without a worker (a script that imports the app) it
 * does nothing.
 */
export function guardInvocations(gate: ProxyGate = openProxyGate()): void {
  const model = programmingModel();
  if (model === undefined) return;
  const getCapabilities = model.getCapabilities.bind(model);
  model.getCapabilities = async (defaults) => {
    const capabilities = await getCapabilities(defaults);
    if (capabilities.HttpUri !== undefined) gate.guard(Number(new URL(capabilities.HttpUri).port));
    return capabilities;
  };
  const getInvocationModel = model.getInvocationModel.bind(model);
  model.getInvocationModel = (context) => {
    const invocation = getInvocationModel(context);
    const bindings = Object.values(context.metadata.bindings ?? {});
    if (!bindings.some(({ type }) => type?.toLowerCase() === 'httptrigger')) return invocation;
    const getArguments = invocation.getArguments.bind(invocation);
    invocation.getArguments = async () => {
      const { headers } = await gate.admit(context.invocationId);
      // The host fills this from the body, then the query; the true headers are the request's.
      const metadata = { ...context.request.triggerMetadata };
      context.request.triggerMetadata = { ...metadata, Headers: { json: JSON.stringify(headers) } };
      try {
        return await getArguments();
      } catch {
        // The library leaves the request open and keeps it; its own message quotes the caller.
        callerOf(context.invocationId);
        await invocation.getResponse({ invocationId: context.invocationId }, unreadable());
        throw new Error('The request is no valid one; the caller has been told.');
      }
    };
    return invocation;
  };
}

/** `@azure/functions-core` exists only inside a worker. */
function programmingModel(): ProgrammingModel | undefined {
  try {
    const core = createRequire(import.meta.url)('@azure/functions-core') as {
      getProgrammingModel(): ProgrammingModel;
    };
    return core.getProgrammingModel();
  } catch {
    return undefined;
  }
}

function unreadable(): object {
  const error = new AppError('invalid_request', 'The address or the headers are not valid.');
  const { status } = errorCodes[error.code];
  return { status, jsonBody: { error: toErrorObject(error) } };
}
