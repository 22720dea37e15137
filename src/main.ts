import { app } from '@azure/functions';
import { createFindCaller } from './callers/findCaller.ts';
import { loadConfig } from './config.ts';
import { toAppError } from './errors.ts';
import { toFaultLine } from './functions/faultLine.ts';
import { forwardUserLines } from './functions/forwardUserLines.ts';
import { guardInvocations } from './functions/http/guardInvocations.ts';
import { registerFunctions } from './functions/registerFunctions.ts';
import type { Services } from './services.ts';
import { isStartError } from './values/startError.ts';

const config = loadConfig();
// The worker reports its functions before it loads the rest, so that the host can go on with its own start.
const services = new Promise<void>((resolve) => setTimeout(resolve, 1))
  .then(async (): Promise<Services> => {
    const { createServices } = await import('./services.ts');
    return createServices(config);
  })
  .catch((thrown: unknown) => {
    // Standard error is logged by the host even when the worker sends its own lines to OpenTelemetry, as this
    // one would. Each line becomes a log entry, so the text is one line.
    const why = isStartError(thrown)
      ? thrown.message.replaceAll(/\n\s*/g, ' ')
      : `Callspan cannot start; a fault in the app: ${toFaultLine(thrown)}`;
    process.emitWarning(why, 'CallspanError');
    throw toAppError(undefined); // every invocation answers with it
  });
services.catch(() => {}); // an unhandled rejection would end the worker

const forwarded = forwardUserLines(app, services);
app.setup({
  enableHttpStream: true,
  // The host then leaves the lines of context.log to the app. A worker without an address for them leaves
  // them to the host.
  ...(forwarded &&
    config.telemetry.connectionString !== undefined && {
      capabilities: { WorkerOpenTelemetryEnabled: true },
    }),
});

registerFunctions(app, services, config.callers && createFindCaller(config.callers));
guardInvocations();

app.hook.appTerminate(() =>
  services.then(
    ({ telemetry, callers }) => telemetry.shutdown(callers.close),
    () => {},
  ),
);
