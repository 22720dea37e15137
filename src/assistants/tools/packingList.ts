import * as z from 'zod';
import { defineTool } from '../tool.ts';
import items from './packingList.json' with { type: 'json' };

const terrains = ['mountains', 'forest', 'coast', 'desert', 'city'] as const;
const seasons = ['spring', 'summer', 'autumn', 'winter'] as const;

const given = z.strictObject({
  terrain: z.enum(terrains),
  season: z.enum(seasons),
  nights: z.int().min(1).max(30),
  people: z.int().min(1).max(20),
});

type Trip = z.infer<typeof given>;

/** An item of packingList.json: its trips (absent: all), and its quantity. */
interface Item {
  readonly item: string;
  readonly group: string;
  readonly terrains?: readonly string[];
  readonly seasons?: readonly string[];
  /** Number of people who share one. */
  readonly perPeople?: number;
  /** Number of nights that one lasts. */
  readonly perNights?: number;
  /** Greatest number per person, or for the party when the item is not counted by people. */
  readonly most?: number;
}

/** What a party packs for a trip, with quantities, from packingList.json. */
export const packingList = defineTool({
  name: 'packing_list',
  description: 'What a party should pack for a trip, with quantities for the whole party.',
  arguments: given,
  async run(trip) {
    const needed = (items as readonly Item[]).filter((item) => isFor(item, trip));
    return { ...trip, items: needed.map((item) => toLine(item, trip)) };
  },
});

function isFor(item: Item, { terrain, season }: Trip): boolean {
  return (item.terrains?.includes(terrain) ?? true) && (item.seasons?.includes(season) ?? true);
}

function toLine({ item, group, perPeople, perNights, most }: Item, { nights, people }: Trip) {
  const shares = perPeople === undefined ? 1 : Math.ceil(people / perPeople);
  const each = perNights === undefined ? 1 : Math.ceil(nights / perNights);
  return { group, item, quantity: shares * Math.min(each, most ?? each) };
}
