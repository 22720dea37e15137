import type { app as FunctionApp } from '@azure/functions';
import type { Services } from '../services.ts';

/**
 * Forwards what functions write with `context.log` to telemetry, and returns whether it can. A worker before
 * 3.10 has no hook for lines and throws at its registration. The lines then stay with the host, and one warning
 * says so.
 */
export function forwardUserLines(app: typeof FunctionApp, services: Promise<Services>): boolean {
  try {
    app.hook.log(({ category, level, message, invocationContext }) => {
      if (category !== 'user') return;
      const line = {
        level,
        message,
        invocationId: invocationContext?.invocationId,
        hostTraceparent: invocationContext?.traceContext?.traceParent,
      };
      services.then(
        ({ telemetry }) => telemetry.forwardLine(line),
        () => {},
      );
    });
    return true;
  } catch {
    const message =
      'This Functions worker has no log hooks: lines of context.log stay with the host. Update the host.';
    process.emitWarning(message, 'CallspanWarning');
    return false;
  }
}
