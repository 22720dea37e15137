import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** undici publishes it when a request has been handed to its connection: https://undici.nodejs.org/#/docs/api/DiagnosticsChannel */
const bodySent = 'undici:request:bodySent';

/**
 * Resolves once the first call to the endpoint is on its way: what blocks the worker then costs nothing, as the model answers
 * meanwhile; before, it would hold up the handshake.
 */
export function firstCallSent(endpoint: string): Promise<void> {
  const { origin } = new URL(endpoint);
  return new Promise((resolve) => {
    const sent = (message: unknown) => {
      const { request } = message as { request: { origin?: unknown } };
      if (`${request.origin}` !== origin) return; // Node's own fetch publishes here too
      unsubscribe(bodySent, sent);
      setImmediate(resolve); // the connection writes in this turn
    };
    subscribe(bodySent, sent);
  });
}
