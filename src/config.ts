import { hostname } from 'node:os';
import { clientId as clientIdForm, headerValue, modelName } from './config/forms.ts';
import { type ModelPrice, parseModelPrices } from './config/modelPrices.ts';
import { createSettingReader, type Environment } from './config/settingReader.ts';
import { readStorage, type StorageConfig } from './config/storage.ts';
import { parseTelemetryAddress } from './config/telemetryAddress.ts';

export type { StorageConfig } from './config/storage.ts';

/** How the model is reached and what a completion may cost. */
export interface InferenceConfig {
  /** OpenAI-v1 base URL without trailing slash; `{endpoint}/chat/completions` answers. */
  readonly endpoint: string;
  /**
   * Sent to whatever endpoint is set; absent means Entra ID. No token goes over plain http: a model on loopback
   * gets `local`.
   */
  readonly key: string | undefined;
  /** Default model first, then the fallbacks in order. */
  readonly models: readonly [string, ...string[]];
  readonly systemPrompt: string | undefined;
  readonly maxOutputTokens: number;
  readonly prices: ReadonlyMap<string, ModelPrice>;
  readonly httpDeadlineMs: number;
  readonly queueDeadlineMs: number;
}

/** Where telemetry goes and what it may hold. */
export interface TelemetryConfig {
  /** Absent: the app asks the project, if there is one. */
  readonly connectionString: string | undefined;
  readonly projectEndpoint: string | undefined;
  /** 0 to 1, a multiple of 0.01. */
  readonly samplingRatio: number;
  readonly contentRecording: boolean;
  /** Whether ingestion needs an Entra token; the Functions host's own switch says so. */
  readonly entraIngestion: boolean;
  /** OpenTelemetry's own variables that the user set; ours do not replace them. */
  readonly userEnvironment: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly serviceVersion: string;
  /** Name of the instance in Azure, else of the machine. */
  readonly serviceInstance: string;
  /** NODE_ENV is `test`: a second configuration is an error instead of being ignored. */
  readonly underTest: boolean;
}

/** All settings of the environment, checked once. */
export interface Config {
  readonly inference: InferenceConfig;
  readonly telemetry: TelemetryConfig;
  readonly storage: StorageConfig | undefined;
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
  const { text, number, address, problem, problems } = reader;

  const projectEndpoint = address('AZURE_AI_PROJECT_ENDPOINT', false);
  const inferenceEndpoint = address('AZURE_AI_INFERENCE_ENDPOINT', true);
  const endpoint = inferenceEndpoint ?? (projectEndpoint && `${projectEndpoint}/openai/v1`);
  if (!text('AZURE_AI_PROJECT_ENDPOINT') && !text('AZURE_AI_INFERENCE_ENDPOINT')) {
    problem('AZURE_AI_PROJECT_ENDPOINT', 'or AZURE_AI_INFERENCE_ENDPOINT must be set');
  }

  const model = text('AZURE_OPENAI_DEPLOYMENT_NAME', modelName) ?? 'gpt-4o';
  const fallbacks = (text('AZURE_OPENAI_FALLBACK_DEPLOYMENTS') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (!fallbacks.every((name) => modelName.pattern.test(name))) {
    problem(
      'AZURE_OPENAI_FALLBACK_DEPLOYMENTS',
      'must be names of deployments, with commas between them',
    );
  }

  const telemetryText = text('APPLICATIONINSIGHTS_CONNECTION_STRING');
  const connectionString = telemetryText && parseTelemetryAddress(telemetryText);
  if (telemetryText !== undefined && connectionString === undefined) {
    problem(
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
      'must hold InstrumentationKey=<GUID> and, if given, an IngestionEndpoint on https, or http on loopback',
    );
  }

  const recording =
    text('AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED')?.toLowerCase() ?? 'false';
  if (recording !== 'true' && recording !== 'false') {
    problem('AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED', 'must be true or false');
  }

  const prices = parseModelPrices(text('MODEL_PRICES') ?? '{}');
  if (prices === undefined) {
    problem(
      'MODEL_PRICES',
      'must be JSON like {"gpt-4o":{"input":2.5,"output":10,"cachedInput":1.25}}, 0 to 1,000,000 US dollars per million tokens',
    );
  }

  const clientId = text('AZURE_CLIENT_ID', clientIdForm);
  const storage = readStorage(reader, environment, clientId);

  const config = {
    inference: {
      endpoint: endpoint ?? '',
      key:
        text('AZURE_AI_INFERENCE_KEY', headerValue) ??
        (endpoint?.startsWith('http:') ? 'local' : undefined),
      models: [model, ...new Set(fallbacks.filter((name) => name !== model))],
      systemPrompt: text('SYSTEM_PROMPT'),
      maxOutputTokens: number('MAX_OUTPUT_TOKENS', 4096, 1, 1_000_000, 1),
      prices: prices ?? new Map(),
      httpDeadlineMs: number('HTTP_DEADLINE_SECONDS', 100, 1, 220) * 1000,
      queueDeadlineMs: number('QUEUE_DEADLINE_SECONDS', 60, 1, 240) * 1000,
    },
    telemetry: {
      connectionString,
      projectEndpoint,
      samplingRatio: number('TELEMETRY_SAMPLING_RATIO', 1, 0, 1, 0.01),
      contentRecording: recording === 'true',
      entraIngestion: /Authorization\s*=\s*AAD/i.test(
        text('APPLICATIONINSIGHTS_AUTHENTICATION_STRING') ?? '',
      ),
      userEnvironment: Object.freeze(telemetryVariables(environment)),
      serviceName: text('WEBSITE_SITE_NAME') ?? 'callspan',
      serviceVersion,
      serviceInstance: text('WEBSITE_INSTANCE_ID') ?? hostname(),
      underTest: text('NODE_ENV') === 'test',
    },
    storage,
    clientId,
    managedIdentity: text('IDENTITY_ENDPOINT') !== undefined,
  } satisfies Config;

  if (problems.length > 0) {
    const list = problems.map((line) => `\n  - ${line}`).join('');
    throw new Error(`Callspan cannot start; wrong settings:${list}`);
  }
  for (const part of [config.inference, config.telemetry, config.storage]) Object.freeze(part);
  Object.freeze(config.inference.models);
  return Object.freeze(config);
}

function telemetryVariables(environment: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value && /^(OTEL_|APPLICATION_?INSIGHTS_)/.test(name)) found[name] = value;
  }
  return found;
}
