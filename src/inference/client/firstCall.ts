import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** undici publishes it when a request has been handed to its connection: https://undici.nodejs.org/#/docs/api/DiagnosticsChannel */
const bodySent = 'undici:request:bodySent';

/**
 * Resolves once the worker's first call is on its way: what blocks the worker then costs nothing, as the model answers
 * meanwhile; before, it would hold up the handshake. Without a call it resolves after `idleMs`.
 */
export function firstCallSent(idleMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sent = () => {
      unsubscribe(bodySent, sent);
      clearTimeout(timer);
      setImmediate(resolve); // the connection writes in this turn
    };
    const timer = setTimeout(sent, idleMs).unref();
    subscribe(bodySent, sent);
  });
}
