import { hostname } from 'node:os';
import type { Environment, SettingReader } from './settingReader.ts';
import { parseTelemetryAddress } from './telemetryAddress.ts';

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

/** Reads the settings of telemetry. */
export function readTelemetry(
  reader: SettingReader,
  environment: Environment,
  projectEndpoint: string | undefined,
  serviceVersion: string,
): TelemetryConfig {
  const { text, number } = reader;
  return {
    connectionString: readConnectionString(reader),
    projectEndpoint,
    samplingRatio: number('TELEMETRY_SAMPLING_RATIO', 1, 0, 1, 0.01),
    contentRecording: readRecording(reader),
    entraIngestion: /Authorization\s*=\s*AAD/i.test(
      text('APPLICATIONINSIGHTS_AUTHENTICATION_STRING') ?? '',
    ),
    userEnvironment: Object.freeze(telemetryVariables(environment)),
    serviceName: text('WEBSITE_SITE_NAME') ?? 'callspan',
    serviceVersion,
    serviceInstance: text('WEBSITE_INSTANCE_ID') ?? hostname(),
    underTest: text('NODE_ENV') === 'test',
  };
}

function readConnectionString({ text, problem }: SettingReader): string | undefined {
  const given = text('APPLICATIONINSIGHTS_CONNECTION_STRING');
  const connectionString = given && parseTelemetryAddress(given);
  if (given !== undefined && connectionString === undefined) {
    problem(
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
      'must hold InstrumentationKey=<GUID> and, if given, an IngestionEndpoint on https, or http on loopback',
    );
  }
  return connectionString;
}

function readRecording({ text, problem }: SettingReader): boolean {
  const recording =
    text('AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED')?.toLowerCase() ?? 'false';
  if (recording !== 'true' && recording !== 'false') {
    problem('AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED', 'must be true or false');
  }
  return recording === 'true';
}

function telemetryVariables(environment: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value && /^(OTEL_|APPLICATION_?INSIGHTS_)/.test(name)) found[name] = value;
  }
  return found;
}
