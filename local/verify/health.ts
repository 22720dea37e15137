import { fromStatus, fromThrown } from './askProblem.ts';
import { Problem } from './problem.ts';

/** The app's report about itself. */
export interface Health {
  readonly version: string;
  readonly model: string;
  /** Whether its worker sends no telemetry; then no trace will arrive. */
  readonly dark: boolean;
}

/** As src/functions/health.ts writes it. */
interface Body {
  readonly version?: string;
  readonly model?: string;
  readonly telemetry?: { readonly state?: string };
}

const healthMs = 30_000; // a first call may wait for a cold start

/** Asks `GET /api/health`, which needs no key; throws a Problem. */
export async function askHealth(url: string): Promise<Health> {
  const signal = AbortSignal.timeout(healthMs);
  const response = await fetch(`${url}/api/health`, { signal }).catch((thrown) => {
    throw fromThrown(thrown);
  });
  const body = (await response.json().catch(() => undefined)) as Body | undefined;
  if (!response.ok) throw fromStatus(response.status);
  if (typeof body?.telemetry?.state !== 'string') {
    throw new Problem('Something other than this app answers.', 'Check the address of the app.');
  }
  return {
    version: `${body.version}`,
    model: `${body.model}`,
    dark: body.telemetry.state === 'dark',
  };
}
