import { checkCallerPrices } from './config/callerPrices.ts';
import { type CallersConfig, readCallers } from './config/callers.ts';
import { clientId as clientIdForm } from './config/forms.ts';
import { type InferenceConfig, readInference } from './config/inference.ts';
import { checkLimitStorage } from './config/limitStorage.ts';
import { createSettingReader, type Environment } from './config/settingReader.ts';
import { readStorage, type StorageConfig } from './config/storage.ts';
import { readTelemetry, type TelemetryConfig } from './config/telemetry.ts';

export type { CallerLimitsConfig } from './config/callerLimits.ts';
export type { CallerConfig, CallersConfig } from './config/callers.ts';
export type { InferenceConfig } from './config/inference.ts';
export type { StorageConfig } from './config/storage.ts';
export type { TelemetryConfig } from './config/telemetry.ts';

/** All settings of the environment, checked once. */
export interface Config {
  readonly inference: InferenceConfig;
  readonly telemetry: TelemetryConfig;
  readonly storage: StorageConfig | undefined;
  /** Who may call, by name; undefined where the platform's function keys say who. */
  readonly callers: CallersConfig | undefined;
  /** Client ID of the user-assigned identity, when one is used. */
  readonly clientId: string | undefined;
  /** Whether the app has a managed identity, as a Functions app in Azure may. */
  readonly managedIdentity: boolean;
}

/** The version in package.json; the build puts it in. */
declare const CALLSPAN_VERSION: string;

/** Reads and checks `process.env`; throws one error that lists every invalid setting by name, never by value. */
export function loadConfig(): Config {
  return parseConfig(process.env);
}

/** Like `loadConfig`, for a given environment. Only a build knows its own version. */
export function parseConfig(
  environment: Environment,
  serviceVersion: string = CALLSPAN_VERSION,
): Config {
  const reader = createSettingReader(environment);
  const { text, address, problems } = reader;
  const projectEndpoint = address('AZURE_AI_PROJECT_ENDPOINT', false);
  const clientId = text('AZURE_CLIENT_ID', clientIdForm);
  const inference = readInference(reader, projectEndpoint);
  const callers = readCallers(reader);
  if (callers !== undefined) checkCallerPrices(callers, inference, reader);
  const before = problems.length;
  const storage = readStorage(reader, environment, clientId);
  const isWrong = problems.length > before;
  if (callers !== undefined) checkLimitStorage(callers, storage, isWrong, reader);
  const config: Config = {
    inference,
    callers,
    telemetry: readTelemetry(reader, environment, projectEndpoint, serviceVersion),
    storage,
    clientId,
    managedIdentity: text('IDENTITY_ENDPOINT') !== undefined,
  };
  if (problems.length > 0) {
    const list = problems.map((line) => `\n  - ${line}`).join('');
    throw new Error(`Callspan cannot start; wrong settings:${list}`);
  }
  for (const part of [config.inference, config.telemetry, config.storage]) Object.freeze(part);
  return Object.freeze(config);
}
