import { headerValue, modelName } from './forms.ts';
import { type ModelAliases, readModelAliases } from './modelAliases.ts';
import { type ModelPrice, parseModelPrices } from './modelPrices.ts';
import type { SettingReader } from './settingReader.ts';

/** How the model is reached and what a completion may cost. */
export interface InferenceConfig {
  /** OpenAI-v1 base URL without trailing slash; `{endpoint}/chat/completions` answers. */
  readonly endpoint: string;
  /**
   * Sent to whatever endpoint is set; absent means Entra ID. No token goes over plain http: a model on loopback gets
   * `local`.
   */
  readonly key: string | undefined;
  /** Default model first, then the fallbacks in order. */
  readonly models: readonly [string, ...string[]];
  /** The model of embeddings; absent: there are none. */
  readonly embeddingModel: string | undefined;
  readonly aliases: ModelAliases;
  readonly systemPrompt: string | undefined;
  readonly maxOutputTokens: number;
  readonly prices: ReadonlyMap<string, ModelPrice>;
  readonly httpDeadlineMs: number;
  readonly queueDeadlineMs: number;
}

/** Reads the settings of the model. */
export function readInference(
  reader: SettingReader,
  projectEndpoint: string | undefined,
): InferenceConfig {
  const { text, number } = reader;
  const endpoint = readEndpoint(reader, projectEndpoint);
  const embeddingModel = text('AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME', modelName);
  return {
    endpoint,
    key:
      text('AZURE_AI_INFERENCE_KEY', headerValue) ??
      (endpoint.startsWith('http:') ? 'local' : undefined),
    models: readModels(reader),
    embeddingModel,
    aliases: readModelAliases(reader),
    systemPrompt: text('SYSTEM_PROMPT'),
    maxOutputTokens: number('MAX_OUTPUT_TOKENS', 4096, 1, 1_000_000, 1),
    prices: readPrices(reader, embeddingModel),
    httpDeadlineMs: number('HTTP_DEADLINE_SECONDS', 100, 1, 220) * 1000,
    queueDeadlineMs: number('QUEUE_DEADLINE_SECONDS', 60, 1, 240) * 1000,
  };
}

/** The endpoint, else the project's; empty when it is a problem. */
function readEndpoint(
  { text, address, problem }: SettingReader,
  projectEndpoint: string | undefined,
): string {
  const endpoint = address('AZURE_AI_INFERENCE_ENDPOINT', true);
  if (!text('AZURE_AI_PROJECT_ENDPOINT') && !text('AZURE_AI_INFERENCE_ENDPOINT')) {
    problem('AZURE_AI_PROJECT_ENDPOINT', 'or AZURE_AI_INFERENCE_ENDPOINT must be set');
  }
  return endpoint ?? (projectEndpoint === undefined ? '' : `${projectEndpoint}/openai/v1`);
}

function readModels({ text, problem }: SettingReader): InferenceConfig['models'] {
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
  return Object.freeze([model, ...new Set(fallbacks.filter((name) => name !== model))] as const);
}

function readPrices(
  { text, problem }: SettingReader,
  embeddingModel: string | undefined,
): InferenceConfig['prices'] {
  const prices = parseModelPrices(text('MODEL_PRICES') ?? '{}', embeddingModel);
  if (prices === undefined) {
    problem(
      'MODEL_PRICES',
      'must be JSON like {"gpt-4o":{"input":2.5,"output":10,"cachedInput":1.25}}, 0 to 1,000,000 US dollars per million tokens',
    );
  }
  return prices ?? new Map();
}
