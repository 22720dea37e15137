import { app } from '@azure/functions';
import { loadConfig } from './config.ts';
import { isStartError, toAppError } from './errors.ts';
import { toFaultLine } from './functions/faultLine.ts';
import { forwardUserLines } from './functions/forwardUserLines.ts';
import { guardInvocations } from './functions/http/guardInvocations.ts';
import { registrations } from './functions/list.ts';
import type { Services } from './services.ts';

const config = loadConfig();
// The worker reports its functions before it loads the rest: the host goes on with its own start meanwhile.
const services = new Promise<void>((resolve) => setTimeout(resolve, 1))
  .then(async (): Promise<Services> => {
    const { createServices } = await import('./services.ts');
    return createServices(config);
  })
  .catch((thrown: unknown) => {
    // By the worker's standard error, which the host logs even from a worker that writes its own lines to OpenTelemetry, as
    // this one was about to. Each of its lines would be a log entry, so it is one.
    const why = isStartError(thrown)
      ? thrown.message.replaceAll(/\n\s*/g, ' ')
      : `Callspan cannot start; a fault in the app: ${toFaultLine(thrown)}`;
    process.emitWarning(why, 'CallspanError');
    throw toAppError(undefined); // each invocation's answer
  });
services.catch(() => {}); // a floating one would end the worker

const forwarded = forwardUserLines(app, services);
app.setup({
  enableHttpStream: true,
  // The host then leaves the lines of context.log to us. A worker that may stay dark leaves them to the host.
  ...(forwarded &&
    config.telemetry.connectionString !== undefined && {
      capabilities: { WorkerOpenTelemetryEnabled: true },
    }),
});

for (const register of registrations) register(app, services);
guardInvocations();

app.hook.appTerminate(() =>
  services.then(
    ({ telemetry }) => telemetry.shutdown(),
    () => {},
  ),
);
