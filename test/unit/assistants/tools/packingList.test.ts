import { describe, expect, it } from 'vitest';
import items from '../../../../src/assistants/tools/packingList.json' with { type: 'json' };
import { packingList } from '../../../../src/assistants/tools/packingList.ts';

interface List {
  readonly items: readonly { readonly item: string; readonly quantity: number }[];
}

const trip = { terrain: 'mountains', season: 'summer', nights: 3, people: 4 };
const ask = async (given: object = {}) =>
  (await packingList.run(
    packingList.arguments.parse({ ...trip, ...given }),
    new AbortController().signal,
  )) as List;
const quantity = ({ items }: List, name: string) =>
  items.find(({ item }) => item.startsWith(name))?.quantity;

const terrains = ['mountains', 'forest', 'coast', 'desert', 'city'];
const seasons = ['spring', 'summer', 'autumn', 'winter'];

describe('packing_list', () => {
  it('counts for the party: by people, by nights, and by both up to the most one carries', async () => {
    const list = await ask();
    expect(quantity(list, 'three-season tent for two')).toBe(2);
    expect(quantity(list, 'sleeping bag')).toBe(4);
    expect(quantity(list, 'breakfast')).toBe(12);
    expect(quantity(list, 'rubbish bag')).toBe(3);
    expect(quantity(await ask({ nights: 30 }), 'pair of wool socks')).toBe(20);
    expect(quantity(await ask({ people: 5 }), 'three-season tent for two')).toBe(3);
  });

  it('knows the season and the terrain', async () => {
    const winter = await ask({ season: 'winter' });
    expect(quantity(winter, 'avalanche')).toBe(4);
    expect(quantity(winter, 'three-season')).toBeUndefined();
    expect(quantity(await ask({ terrain: 'city' }), 'sleeping bag')).toBeUndefined();
  });

  it.each(terrains.flatMap((terrain) => seasons.map((season) => [terrain, season])))(
    '%s in %s: a list of which everything is needed at least once',
    async (terrain, season) => {
      const list = await ask({ terrain, season, nights: 1, people: 1 });
      expect(list.items.length).toBeGreaterThan(10);
      expect(list.items.every(({ quantity: n }) => Number.isInteger(n) && n >= 1)).toBe(true);
    },
  );

  it('its data names only terrains and seasons that can be asked for, and nothing twice', () => {
    expect(new Set(items.map(({ item }) => item)).size).toBe(items.length);
    const named = (key: 'terrains' | 'seasons') =>
      new Set(items.flatMap((item) => item[key] ?? []));
    expect([...named('terrains')].filter((name) => !terrains.includes(name))).toEqual([]);
    expect([...named('seasons')].filter((name) => !seasons.includes(name))).toEqual([]);
  });

  it.each([{ terrain: 'moon' }, { nights: 0 }, { people: 21 }, { people: 1.5 }, { more: 1 }])(
    'refuses %o',
    (wrong) => {
      expect(packingList.arguments.safeParse({ ...trip, ...wrong }).success).toBe(false);
    },
  );
});
