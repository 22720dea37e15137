import type { Row } from '../row.ts';
import { costOf, genAi, isModelCall, numberOf } from './attributes.ts';
import { contentOf, contentOfEvent } from './content/contentOf.ts';
import { parsed } from './content/toMessage.ts';
import { langfuseNumbers } from './langfuseNumbers.ts';
import { operationNames, otherNames, otherToolNames } from './names.ts';
import { type Prices, priceOf } from './prices.ts';
import { readParameters } from './readParameters.ts';

type Dimensions = Row['customDimensions'];
type Read = Record<string, string>;

/** Begins the names of each convention for generative AI. */
const conventions = /^(?:gen_ai|llm|openinference|ai|traceloop|langfuse)\./;
/** Operations whose rows may hold messages. */
const speaking = /^(?:chat|text_completion|generate_content|invoke_agent)$/;

/**
 * Reads a row of a model call, an agent or a tool: what it says by other names than those of OpenTelemetry's conventions under theirs, and
 * its cost by `prices`. Undefined when there is nothing to add. Only names.ts and content/ know other names; whoever reads a row asks
 * `genAi` of attributes.ts.
 */
export function readGenAi(row: Row, prices: Prices): Read | undefined {
  const dimensions = row.customDimensions;
  const event = eventOf(row);
  if (event === undefined && !Object.keys(dimensions).some((name) => conventions.test(name))) {
    return undefined;
  }
  const read =
    row.itemType === 'dependencies'
      ? readSpan(row)
      : event === undefined
        ? {}
        : contentOfEvent(event, parsed(row.message), dimensions);
  for (const name of Object.keys(read)) {
    if (dimensions[name] !== undefined) delete read[name];
  }
  const cost = costByPrices({ ...row, genAi: read }, prices);
  if (cost !== undefined) read.costUsd = `${cost}`;
  return Object.keys(read).length === 0 ? undefined : read;
}

/** The name of an event or log record that may hold what was said. */
function eventOf({ itemType, name, message, customDimensions }: Row): string | undefined {
  if (itemType !== 'traces' && itemType !== 'customEvents') return undefined;
  const event = customDimensions['event.name'] ?? name ?? message ?? '';
  return event.startsWith('gen_ai.') ? event : undefined;
}

function readSpan(row: Row): Read {
  const dimensions = row.customDimensions;
  const operation = dimensions['gen_ai.operation.name'] ?? operationOf(row);
  if (operation === undefined) return {};
  const read: Read = {
    'gen_ai.operation.name': operation,
    ...renamed(dimensions, otherNames),
    ...(operation === 'execute_tool' ? renamed(dimensions, otherToolNames) : {}),
    ...readParameters(dimensions),
    ...named(row),
    ...(speaking.test(operation) ? contentOf(dimensions) : {}),
    ...langfuseNumbers(row),
  };
  const reason = read['gen_ai.response.finish_reasons'];
  if (reason !== undefined && !reason.startsWith('[')) {
    read['gen_ai.response.finish_reasons'] = JSON.stringify([reason]);
  }
  const firstMs = Number(
    dimensions['ai.response.msToFirstChunk'] ?? dimensions['ai.stream.msToFirstChunk'],
  );
  if (firstMs >= 0) read[firstChunk] = `${firstMs / 1_000}`;
  const isStream = /\.doStream$/.test(dimensions['ai.operationId'] ?? '');
  if (isStream || (dimensions[firstChunk] ?? read[firstChunk]) !== undefined) {
    read['gen_ai.request.stream'] = 'true';
  }
  return read;
}

/** What only a streamed call can tell. */
const firstChunk = 'gen_ai.response.time_to_first_chunk';

function renamed(dimensions: Dimensions, names: Readonly<Record<string, readonly string[]>>): Read {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, others]) => {
      const other = others.find((each) => dimensions[each]);
      return other === undefined ? [] : [[name, dimensions[other] ?? '']];
    }),
  );
}

/** What some SDKs say by a column, or within a value. */
function named({ name, session_Id, customDimensions: dimensions }: Row): Read {
  const read: Read = {};
  const type = dimensions['langfuse.observation.type'];
  if (name !== undefined && type === 'agent') read['gen_ai.agent.name'] = name;
  if (name !== undefined && type === 'tool') read['gen_ai.tool.name'] = name;
  // Their sessions are conversations.
  const isOfSession = type ?? dimensions['openinference.span.kind'];
  if (isOfSession && session_Id) read['gen_ai.conversation.id'] = session_Id;
  // The AI SDK adds which API of the provider it asks: `openai.chat`.
  const provider = dimensions['ai.model.provider']?.replace(
    /\.(?:chat|completion|embedding|image|messages|responses)$/,
    '',
  );
  if (provider) read['gen_ai.provider.name'] = provider;
  return read;
}

function operationOf({ name, customDimensions: dimensions }: Row): string | undefined {
  // Langfuse's wrapper of OpenAI's client calls all of its requests generations.
  if (name === 'OpenAI.embeddings' && dimensions['langfuse.observation.type']) return 'embeddings';
  for (const [attribute, operations] of operationNames) {
    const value = dimensions[attribute];
    if (value !== undefined && Object.hasOwn(operations, value)) return operations[value];
  }
  // Before version 1.27 the conventions had no operation: a span that names its system and its model asks for an answer.
  const isCall = dimensions['gen_ai.system'] && dimensions['gen_ai.request.model'];
  return isCall ? 'chat' : undefined;
}

function costByPrices(row: Row, prices: Prices): number | undefined {
  const isPriced = isModelCall(row) || genAi(row, 'gen_ai.operation.name') === 'invoke_agent';
  if (prices.size === 0 || !isPriced || costOf(row) !== undefined) return undefined;
  const tokens = {
    input: numberOf(row, 'inputTokens', 'gen_ai.usage.input_tokens'),
    output: numberOf(row, 'outputTokens', 'gen_ai.usage.output_tokens'),
    cachedInput: numberOf(row, 'cachedInputTokens', 'gen_ai.usage.cache_read.input_tokens'),
  };
  const models = [genAi(row, 'gen_ai.response.model'), genAi(row, 'gen_ai.request.model')];
  return priceOf(tokens, models, prices);
}
