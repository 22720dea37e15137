import { describe, expect, it } from 'vitest';
import { daylight } from '../../../../src/assistants/tools/daylight.ts';

const { signal } = new AbortController();
const ask = async (given: object) =>
  (await daylight.run(daylight.arguments.parse(given), signal)) as Record<string, string | null>;

const kyiv = { latitude: 50.45, longitude: 30.52, timeZone: 'Europe/Kyiv' };
const tahoe = { latitude: 39.0968, longitude: -120.0324, timeZone: 'America/Los_Angeles' };
const tromso = { latitude: 69.65, longitude: 18.96, timeZone: 'Europe/Oslo' };
const kiritimati = { latitude: 1.87, longitude: -157.4, timeZone: 'Pacific/Kiritimati' };
const apia = { latitude: -13.83, longitude: -171.77, timeZone: 'Pacific/Apia' };
const reykjavik = { latitude: 64.15, longitude: -21.94, timeZone: 'Atlantic/Reykjavik' };

describe('daylight', () => {
  it('tells the times of a day in the time of the place', async () => {
    // SunCalc's documentation has 05:59 and 19:59 for this place and day, without the seconds.
    expect(await ask({ ...kyiv, date: '2026-08-24' })).toMatchObject({
      sunrise: '2026-08-24 06:00',
      sunset: '2026-08-24 20:00',
      solarNoon: '2026-08-24 13:00',
    });
  });

  it.each<[string, object, string]>([
    ['far west of Greenwich', tahoe, '2026-08-01'],
    ['where the clocks are a day ahead of the sun’s longitude', kiritimati, '2026-08-01'],
    ['in the far east by its clocks, in the far west by its longitude', apia, '2026-01-01'],
    ['on the day on which the clocks go forward', tahoe, '2026-03-08'],
    ['on the day on which the clocks go back', tahoe, '2026-11-01'],
  ])(
    '%s, sunrise, noon and sunset are of the day that was asked for',
    async (_name, place, date) => {
      const times = await ask({ ...place, date });
      for (const name of ['dawn', 'sunrise', 'solarNoon', 'sunset', 'dusk']) {
        expect(times[name]).toMatch(new RegExp(`^${date} \\d\\d:\\d\\d$`));
      }
      const order = ['dawn', 'sunrise', 'solarNoon', 'sunset', 'dusk'].map((name) => times[name]);
      expect(order).toEqual([...order].sort());
    },
  );

  it('tells the day of a sunset after midnight', async () => {
    expect(await ask({ ...reykjavik, date: '2026-06-21' })).toMatchObject({
      sunrise: expect.stringMatching(/^2026-06-21 02:5/),
      sunset: expect.stringMatching(/^2026-06-22 00:0/),
    });
  });

  it.each([
    ['2026-06-21', 'the sun does not set on this day'],
    ['2026-12-21', 'the sun does not rise on this day'],
  ])('in Tromsø on %s: %s', async (date, dayLength) => {
    expect(await ask({ ...tromso, date })).toMatchObject({
      dayLength,
      sunrise: null,
      sunset: null,
    });
  });

  it('a time zone that is none is told to the model', async () => {
    await expect(ask({ ...kyiv, timeZone: 'Kyiv', date: '2026-08-24' })).rejects.toThrow(
      'timeZone: there is no such IANA time zone.',
    );
  });

  it.each([{ date: '2026-02-30' }, { date: '1 August' }, { latitude: 91 }, { longitude: '30' }])(
    'refuses %o',
    (wrong) => {
      const given = { ...kyiv, date: '2026-08-24', ...wrong };
      expect(daylight.arguments.safeParse(given).success).toBe(false);
    },
  );
});
