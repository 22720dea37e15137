import { join } from 'node:path';
import type { Host } from '../host/startHost.ts';
import { type Model, startModel } from '../model/startModel.ts';
import { type Ports, storagePorts } from '../process/ports.ts';
import { type Azurite, startAzurite } from '../storage/azurite.ts';
import { deployedResources } from './deployedResources.ts';
import { isEmbedded } from './embedded.ts';
import { localInsights } from './insights.ts';
import type { Retention, RunningInsights } from './localInsights.ts';
import type { Mishaps } from './mishaps.ts';
import { readProjectQueries } from './projectQueries.ts';
import { root } from './root.ts';
import type { Settings } from './settings.ts';
import { toStackCheck } from './stackCheck.ts';

/** The parts of a stack that run now. */
export interface Parts {
  host?: Host;
  model?: Model;
  azurite?: Azurite;
  insights?: RunningInsights;
}

export interface ServiceOptions {
  ports: Ports;
  /** The data folder, locked for this stack; undefined keeps nothing. */
  kept: string | undefined;
  modelLatencyMs?: number | undefined;
  retention?: Retention | undefined;
  settings: Settings;
  /** Called with a line for every part that ends by itself. */
  onExit: (line: string) => void;
  /** Takes errors of the stack itself. */
  mishaps: Mishaps;
  /** Takes a line when telemetry is not kept. */
  say: (line: string) => void;
}

/**
 * Starts, in parallel, what the app needs and the settings leave to the stack. Rejects with the first failure; the
 * parts started by then are in `parts`.
 */
export async function startServices(
  parts: Parts,
  { ports, kept, modelLatencyMs = 300, retention, settings, onExit, mishaps, say }: ServiceOptions,
): Promise<void> {
  const insights = async () => {
    if (localInsights === undefined) return;
    const file = kept ? join(kept, 'insights.db') : ':memory:';
    parts.insights = await localInsights.start({
      port: ports.insights,
      file,
      say,
      checks: () => [toStackCheck(mishaps.list())],
      bundles: {
        app: join(root, 'dist/app'),
        maps: join(root, 'dist/maps'),
        root,
        role: settings.OTEL_SERVICE_NAME || settings.WEBSITE_SITE_NAME || 'callspan',
      },
      deployed: await deployedResources(),
      queries: await readProjectQueries(),
      ...(retention && { retention }),
    });
  };
  const model = async () => {
    parts.model = await startModel({ port: ports.model, latencyMs: modelLatencyMs, onExit });
  };
  const storage = async () => {
    const location = kept ? { location: join(kept, 'storage') } : {};
    parts.azurite = await startAzurite({
      ports: storagePorts(ports.storage),
      ...location,
      onExit,
      onTrouble: (line) => mishaps.note(line),
    });
  };
  await allSettled([
    ...(isEmbedded('insights', settings) ? [insights()] : []),
    ...(isEmbedded('model', settings) ? [model()] : []),
    ...(isEmbedded('storage', settings) ? [storage()] : []),
  ]);
}

/** Stops the app first, as its last telemetry and results need the other parts, and the receiver of telemetry last. */
export async function stopParts({ host, model, azurite, insights }: Parts): Promise<void> {
  await Promise.allSettled([host?.stop()]);
  await Promise.allSettled([model?.stop(), azurite?.stop()]);
  await Promise.allSettled([insights?.stop()]);
}

/** Waits for all, so that nothing starts during the cleanup; then throws the first failure. */
export async function allSettled(promises: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(promises)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
