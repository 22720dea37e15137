import type { ChatCompletionRequest, FixtureResponse } from '@copilotkit/aimock';
import { textOf } from './textOf.ts';

type Calls = { name: string; arguments: string }[];

const daylight = {
  name: 'daylight',
  arguments: JSON.stringify({
    latitude: 39.0968,
    longitude: -120.0324,
    timeZone: 'America/Los_Angeles',
    date: '2026-08-01',
  }),
};
const packingList = {
  name: 'packing_list',
  arguments: JSON.stringify({ terrain: 'mountains', season: 'summer', nights: 3, people: 4 }),
};

/** Whether the tools of the travel guide are offered. */
export function offersTrip({ tools = [] }: ChatCompletionRequest): boolean {
  const names = tools.map(({ function: { name } }) => name);
  return [daylight, packingList].every(({ name }) => names.includes(name));
}

/**
 * A trip to Lake Tahoe, as planned by a model with the travel guide's tools: both tools at once, or one after the other
 * when the question has `(one by one)`, then an answer from their results.
 */
export function planTrip({ messages }: ChatCompletionRequest): FixtureResponse {
  const turn = messages.slice(messages.findLastIndex(({ role }) => role === 'user'));
  const results = turn.filter(({ role }) => role === 'tool').map(textOf);
  if (results.length === 2) return { content: toAnswer(results) };
  const oneByOne = /\(one by one\)/i.test(textOf(turn[0]));
  const wanted: Calls = oneByOne
    ? [results.length === 0 ? daylight : packingList]
    : [daylight, packingList];
  return { toolCalls: wanted };
}

function toAnswer(results: readonly string[]): string {
  const [sun, pack] = results.map((text) => JSON.parse(text));
  const items = (pack?.items ?? []) as { item: string; quantity: number; group: string }[];
  const lines = [...Map.groupBy(items, ({ group }) => group)].map(
    ([group, inGroup]) =>
      `- ${group}: ${inGroup.map(({ item, quantity }) => `${quantity} × ${item}`).join(', ')}`,
  );
  return `At Lake Tahoe the sun sets at ${timeOf(sun?.sunset)} on that day, and it is dark soon after ${timeOf(sun?.dusk)}.

For four people and three nights in the mountains pack:

${lines.join('\n')}`;
}

const timeOf = (local: unknown): string => `${local ?? '?'}`.slice(-5);
