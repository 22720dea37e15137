import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';

/** Hands what functions write with `context.log` to telemetry: the host sends none of it once a worker does. */
export function forwardUserLines(app: typeof FunctionApp, services: Promise<Services>): void {
  app.hook.log(({ category, level, message, invocationContext }) => {
    if (category !== 'user') return;
    const line = { level, message, invocationId: invocationContext?.invocationId };
    services.then(
      ({ telemetry }) => telemetry.forwardLine(line),
      () => {},
    );
  });
}
