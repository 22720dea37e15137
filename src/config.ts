import { hostname } from 'node:os';

/** US dollars per million tokens. */
interface ModelPrice {
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number;
}

/** How the model is reached and what a completion may cost. */
export interface InferenceConfig {
  /** OpenAI-v1 base URL without trailing slash; `{endpoint}/chat/completions` answers. */
  readonly endpoint: string;
  /** Key of a provider other than Azure; absent means Entra ID, and `local` on plain-http loopback. */
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
  /** Absent: the project is asked, when there is one. */
  readonly connectionString: string | undefined;
  readonly projectEndpoint: string | undefined;
  /** 0 to 1, a multiple of 0.01. */
  readonly samplingRatio: number;
  readonly contentRecording: boolean;
  /** Whether ingestion asks for an Entra token: the Functions host's own switch says so. */
  readonly entraIngestion: boolean;
  /** OpenTelemetry's own variables that the user set; ours do not replace them. */
  readonly userEnvironment: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly serviceVersion: string;
  /** The instance in Azure, else the machine. */
  readonly serviceInstance: string;
  /** NODE_ENV is `test`: a second configuration is an error instead of being ignored. */
  readonly underTest: boolean;
}

/** The storage behind triggers, requests and results. */
export type StorageConfig =
  | { readonly connectionString: string }
  | {
      readonly blobServiceUri: string;
      readonly queueServiceUri: string;
      readonly clientId: string | undefined;
    };

/** Everything the environment says, checked once. */
export interface Config {
  readonly inference: InferenceConfig;
  readonly telemetry: TelemetryConfig;
  readonly storage: StorageConfig | undefined;
  /** Client ID of the user-assigned identity, when one is used. */
  readonly clientId: string | undefined;
  /** Whether a managed identity is there, as on every Functions app in Azure that has one. */
  readonly managedIdentity: boolean;
}

/** The version in package.json; the build puts it in. */
declare const CALLSPAN_VERSION: string;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks `process.env`; throws one error that lists every wrong setting by name, never by value. */
export function loadConfig(): Config {
  return parseConfig(process.env);
}

/** As `loadConfig`, over the environment given; only a build knows the version by itself. */
export function parseConfig(
  environment: Environment,
  serviceVersion: string = CALLSPAN_VERSION,
): Config {
  const problems: string[] = [];
  const text = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const problem = (name: string, rule: string): undefined => {
    problems.push(`${name} ${rule}`);
    return undefined;
  };
  const number = (name: string, standard: number, low: number, high: number, step?: number) => {
    const value = Number(text(name) ?? standard);
    const onStep =
      step === undefined || Number((Math.round(value / step) * step).toFixed(9)) === value;
    if (value >= low && value <= high && onStep) return value;
    const steps = step === undefined ? '' : `, in steps of ${step}`;
    problem(name, `must be a number from ${low} to ${high}${steps}`);
    return standard;
  };
  const address = (name: string, loopbackHttp: boolean): string | undefined => {
    const value = text(name);
    if (value === undefined || isServiceUrl(value, loopbackHttp))
      return value?.replace(/(?<!\/)\/+$/, '');
    const http = loopbackHttp ? ', or http on loopback' : '';
    return problem(name, `must be an https URL${http}, without credentials, query or fragment`);
  };

  const projectEndpoint = address('AZURE_AI_PROJECT_ENDPOINT', false);
  const inferenceEndpoint = address('AZURE_AI_INFERENCE_ENDPOINT', true);
  const endpoint = inferenceEndpoint ?? (projectEndpoint && `${projectEndpoint}/openai/v1`);
  if (!text('AZURE_AI_PROJECT_ENDPOINT') && !text('AZURE_AI_INFERENCE_ENDPOINT')) {
    problem('AZURE_AI_PROJECT_ENDPOINT', 'or AZURE_AI_INFERENCE_ENDPOINT must be set');
  }

  const model = text('AZURE_OPENAI_DEPLOYMENT_NAME') ?? 'gpt-4o';
  const fallbacks = (text('AZURE_OPENAI_FALLBACK_DEPLOYMENTS') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

  const connectionString = text('APPLICATIONINSIGHTS_CONNECTION_STRING');
  if (connectionString !== undefined && !isTelemetryAddress(connectionString)) {
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

  const prices = parsePrices(text('MODEL_PRICES') ?? '{}');
  if (prices === undefined) {
    problem(
      'MODEL_PRICES',
      'must be JSON like {"gpt-4o":{"input":2.5,"output":10,"cachedInput":1.25}}, US dollars per million tokens',
    );
  }

  const storage = parseStorage(text, address, problem);

  const config = {
    inference: {
      endpoint: endpoint ?? '',
      key: endpoint?.startsWith('http:') ? 'local' : text('AZURE_AI_INFERENCE_KEY'),
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
    clientId: text('AZURE_CLIENT_ID'),
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

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isServiceUrl(value: string, loopbackHttp: boolean): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  const allowed =
    protocol === 'https:' || (loopbackHttp && protocol === 'http:' && isLoopback(hostname));
  return allowed && `${username}${password}${search}${hash}` === '';
}

/** The connection string's grammar: https://learn.microsoft.com/azure/azure-monitor/app/connection-strings */
function isTelemetryAddress(connectionString: string): boolean {
  const fields = new Map(
    connectionString.split(';').map((field) => {
      const at = field.indexOf('=');
      return [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()] as const;
    }),
  );
  const key = fields.get('instrumentationkey') ?? '';
  const ingestion = fields.get('ingestionendpoint');
  const isGuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key);
  return isGuid && (ingestion === undefined || isServiceUrl(ingestion, true));
}

function parsePrices(json: string): ReadonlyMap<string, ModelPrice> | undefined {
  try {
    const entries = Object.entries(JSON.parse(json) as Record<string, ModelPrice>);
    const isAmount = (value: unknown) => typeof value === 'number' && value >= 0;
    const isPrice = (price: ModelPrice) =>
      isAmount(price.input) &&
      isAmount(price.output) &&
      (price.cachedInput === undefined || isAmount(price.cachedInput)) &&
      Object.keys(price).every((key) => ['input', 'output', 'cachedInput'].includes(key));
    return json.startsWith('{') && entries.every(([, price]) => isPrice(price))
      ? new Map(entries)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Identity-based connections: https://learn.microsoft.com/azure/azure-functions/functions-reference#connections */
function parseStorage(
  text: (name: string) => string | undefined,
  address: (name: string, loopbackHttp: boolean) => string | undefined,
  problem: (name: string, rule: string) => undefined,
): StorageConfig | undefined {
  const connectionString = text('AzureWebJobsStorage');
  if (connectionString !== undefined) return { connectionString };
  const blobServiceUri = address('AzureWebJobsStorage__blobServiceUri', false);
  const queueServiceUri = address('AzureWebJobsStorage__queueServiceUri', false);
  if (
    text('AzureWebJobsStorage__credential') !== undefined &&
    text('AzureWebJobsStorage__credential') !== 'managedidentity'
  ) {
    problem('AzureWebJobsStorage__credential', 'must be managedidentity');
  }
  if (blobServiceUri === undefined && queueServiceUri === undefined) return undefined;
  if (blobServiceUri === undefined || queueServiceUri === undefined) {
    return problem(
      'AzureWebJobsStorage__blobServiceUri',
      'and AzureWebJobsStorage__queueServiceUri must be set together',
    );
  }
  return {
    blobServiceUri,
    queueServiceUri,
    clientId: text('AzureWebJobsStorage__clientId') ?? text('AZURE_CLIENT_ID'),
  };
}

function telemetryVariables(environment: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value && /^(OTEL_|APPLICATION_?INSIGHTS_)/.test(name)) found[name] = value;
  }
  return found;
}
