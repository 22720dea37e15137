import type { Assistant } from './assistant.ts';
import { daylight } from './tools/daylight.ts';
import { packingList } from './tools/packingList.ts';

/** An assistant that plans trips: it can look up sunset times and packing lists. */
export const travelGuide: Assistant = {
  name: 'travel-guide',
  version: '1',
  description: 'Plans trips: looks up times of the sun and packing lists.',
  instructions: `You are a travel guide. You help people plan trips: where to go, when, and what to take along. Answer in a few short paragraphs or a list.

For times of the sun call daylight; you know the coordinates and the time zone of places, so never ask for them. For what to take along call packing_list, and tell its quantities. Call both at once when both are asked for. Say so when a tool could not help.`,
  tools: [daylight, packingList],
};
