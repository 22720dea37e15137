import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '../../src/config.ts';
import type { Generation } from '../host/generation.ts';
import { type Host, type HostOptions, startHost } from '../host/startHost.ts';
import { checkPorts, type Ports, withFlag } from '../process/ports.ts';
import { createStorage } from '../storage/createStorage.ts';
import { appSettings } from './appSettings.ts';
import { buildApp } from './buildApp.ts';
import { isEmbedded } from './embedded.ts';
import { holdFolder } from './holdFolder.ts';
import type { Retention, RunningInsights } from './localInsights.ts';
import { createMishaps, type Mishaps } from './mishaps.ts';
import { allSettled, type Parts, startServices, stopParts } from './parts.ts';
import { type Ready, removeReadyFile, writeReadyFile } from './readyFile.ts';
import { isRecorded } from './recording.ts';
import { root } from './root.ts';
import { readSample, type Settings } from './settings.ts';
import { makeUnsentFolder, type UnsentFolder } from './unsentFolder.ts';

export interface StackOptions {
  /** 0 for any free port. */
  ports: Ports;
  /** The folder that keeps the data of Azurite and of the local Application Insights, or `memory`. */
  data: string;
  /** Settings of the app; the sample's when absent, so that a developer's own do not reach a test. */
  settings?: Settings;
  /** Written when everything is ready, removed at the stop; absent: no file. */
  readyFile?: string;
  /** Everything but the host, for `func start` in another terminal. */
  services?: boolean;
  /** false when `dist/app` has just been built. */
  build?: boolean;
  /** Delay before the embedded model's first token. */
  modelLatencyMs?: number;
  /** Limits of what the local Application Insights keeps. */
  retention?: Retention | undefined;
  /** Further host names, besides this machine's own, under which the app may be called, in lower case. */
  allowedHosts?: readonly string[];
  /** Generation of host that the built-in host imitates. */
  generation?: Generation;
  /** Takes the lines of the app and its host. */
  onLog?: HostOptions['onLog'];
  /** Called once after the start, with a line that says which part died; the rest still runs until `stop`. */
  onFailure?: (line: string) => void;
  /** Called with a line for each kind of error in the stack itself; everything continues. */
  onTrouble?: (line: string) => void;
}

/** A running stack, with the addresses of its parts. */
export interface Stack extends Ready {
  readonly host?: Host;
  /** The app's settings, passed by its host or by `func`. */
  readonly appSettings: Settings;
  /** The local Application Insights itself; absent when telemetry goes elsewhere. */
  readonly localInsights?: RunningInsights;
  /** Takes errors of the stack itself. */
  readonly mishaps: Mishaps;
  /** Stops everything. Never rejects, and may be called twice. */
  stop(): Promise<void>;
}

/**
 * Builds the app and starts everything it needs, then the app in its host. Rejects with one line that says what is
 * wrong (such as a taken port, with its flag); then nothing is left running.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { ports, readyFile } = options;
  const settings = options.settings ?? readSample(root);
  parseConfig(settings, 'local'); // the app's own list of problems, before anything starts
  await checkPorts(wantedPorts(options, settings));
  const say = options.onTrouble ?? (() => {});
  const mishaps = createMishaps(say);
  const held = options.data === 'memory' ? undefined : await holdFolder(options.data);
  if (options.data !== 'memory' && held === undefined) {
    mishaps.note(`The disk of ${options.data} is full: nothing of this run is kept.`);
  }
  const parts: Parts = {};
  let startingApp: Promise<void> | undefined;
  let unsent: UnsentFolder | undefined;
  const stopAll = async () => {
    await stopParts(parts);
    await unsent?.remove();
    await held?.release();
  };
  const died = Promise.withResolvers<never>();
  // It may reject when nobody waits for it any more.
  died.promise.catch(() => {});
  const onExit = (line: string) => died.reject(new Error(line));
  const onLog: NonNullable<HostOptions['onLog']> = (line) => {
    // An app with this line answers no call: the stack stops with the reason.
    const why = /^\(node:\d+\) CallspanError: (.*)$/s.exec(line.message)?.[1];
    if (why !== undefined) onExit(why);
    else options.onLog?.(line);
  };
  try {
    // A killed run left it: whoever waits for this run's file must not find it.
    if (readyFile) await rm(readyFile, { force: true });
    const { modelLatencyMs, retention } = options;
    const kept = held && options.data;
    await allSettled([
      ...(options.build === false ? [] : [buildApp()]),
      startServices(parts, {
        ports,
        kept,
        modelLatencyMs,
        retention,
        settings,
        onExit,
        mishaps,
        say,
      }),
    ]);
    const storage = parts.azurite?.connectionString ?? settings.AzureWebJobsStorage;
    const makes = { tables: Boolean(settings.CALLERS?.trim()) };
    if (storage) await Promise.race([died.promise, createStorage(storage, makes)]);
    if (!options.services) {
      startingApp = startApp(storage);
      await Promise.race([died.promise, startingApp]);
    }

    const ready = toReady(parts, settings, storage);
    if (readyFile) await writeReadyFile(readyFile, ready).catch(noteFull);
    died.promise.catch((error: Error) => options.onFailure?.(error.message));
    return {
      ...ready,
      appSettings: appSettings(settings, parts),
      mishaps,
      ...(parts.host ? { host: parts.host } : {}),
      ...(parts.insights ? { localInsights: parts.insights } : {}),
      stop: async () => {
        if (readyFile) await removeReadyFile(readyFile, ready).catch(() => {});
        await stopAll();
      },
    };
  } catch (error) {
    await startingApp?.catch(() => {}); // else a host that is still starting would be left behind
    await stopAll();
    throw withFlag(error, ports);
  }

  function noteFull(error: NodeJS.ErrnoException): void {
    if (error.code !== 'ENOSPC') throw error;
    mishaps.tell('the ready file', error);
  }

  async function startApp(storage: string | undefined): Promise<void> {
    unsent = await makeUnsentFolder();
    const ofApp = appSettings(settings, parts);
    parts.host = await startHost({
      appDir: join(root, 'dist', 'app'),
      port: ports.app,
      settings: { ...unsent.settings, ...ofApp },
      allowedHosts: options.allowedHosts ?? [],
      ...(options.generation && { generation: options.generation }),
      onExit: (reason) => onExit(`The app's host has stopped: ${reason}`),
      onError: (error) => mishaps.tell('the host', error),
      onLog,
    });
    if (parts.host.functions.length === 0) {
      throw new Error('The app registered no function: its own lines above say why.');
    }
    const { url, invocations } = parts.host;
    const recordsContent = isRecorded(ofApp);
    parts.insights?.appStarted({
      url,
      invocations,
      recordsContent,
      embeddedModel: parts.model !== undefined,
      storage,
    });
  }
}

/** The ports that this stack will listen on: those of the embedded parts, and the app's unless `func` runs it. */
function wantedPorts({ ports, services }: StackOptions, settings: Settings): Partial<Ports> {
  return {
    ...(services ? {} : { app: ports.app }),
    ...(isEmbedded('insights', settings) ? { insights: ports.insights } : {}),
    ...(isEmbedded('model', settings) ? { model: ports.model } : {}),
    ...(isEmbedded('storage', settings) ? { storage: ports.storage } : {}),
  };
}

function toReady({ host, insights, model }: Parts, settings: Settings, storage?: string): Ready {
  // A user's own endpoint is shown as it is set; the embedded model's is its address without /v1.
  const modelUrl = model?.url ?? settings.AZURE_AI_INFERENCE_ENDPOINT?.replace(/\/+$/, '');
  return {
    ...(host ? { app: host.url } : {}),
    ...(insights ? { insights: insights.url } : {}),
    ...(modelUrl ? { model: modelUrl } : {}),
    ...(storage ? { storage } : {}),
  };
}
