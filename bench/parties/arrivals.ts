import { randomUUID } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';

type Enter = (request: object, response: object) => void;

interface Invocation {
  getArguments(): Promise<unknown>;
}

/**
 * The worker's HTTP server and the library's side of an invocation, as far as the app looks at them: a request has arrived,
 * and its caller stays. So the handlers can be called without either.
 */
export function createArrivals() {
  let enter: Enter = () => {};
  const port = 1; // of no server: nothing connects to it
  const server = {
    address: () => ({ port }),
    listeners: () => [],
    removeAllListeners() {},
    on(_: 'request', listener: Enter) {
      enter = listener;
    },
  };
  const model = {
    getCapabilities: async () => ({ HttpUri: `http://127.0.0.1:${port}` }),
    getInvocationModel: (_: object): Invocation => ({ getArguments: async () => ({}) }),
  };
  return {
    /** What the app takes for the library's model of invocations. */
    model,
    /** To be called once the app is loaded. */
    async open(): Promise<void> {
      await model.getCapabilities();
      channel('http.server.request.start').publish({ server });
    },
    /** Lets a request arrive; resolves to the ID of its invocation. */
    async arrive(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
      const invocationId = randomUUID();
      const request = {
        ...{ url, socket: { remoteAddress: '127.0.0.1' } },
        headers: { ...headers, 'x-ms-invocation-id': invocationId },
      };
      enter(request, Object.assign(new EventEmitter(), { closed: false, writableFinished: true }));
      const metadata = { bindings: { request: { type: 'httpTrigger' } } };
      const context = { invocationId, metadata, request: { triggerMetadata: {} } };
      await model.getInvocationModel(context).getArguments();
      return invocationId;
    },
  };
}
