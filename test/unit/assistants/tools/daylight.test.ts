import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daylight } from '../../../../src/assistants/tools/daylight.ts';
import { runs } from '../../../fuzz/runs.ts';

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

  it.each(['0000-01-01', '0999-06-21', '1899-12-31', '2150-01-01', '9999-12-31'])(
    'a day too far away to tell, %s, is told to the model',
    async (date) => {
      await expect(ask({ ...kyiv, date })).rejects.toThrow('date: only from 1900 to 2149.');
    },
  );

  it.each(['1900-01-01', '2149-12-31', '2000-02-29'])('%s is told', async (date) => {
    expect(await ask({ ...kyiv, date })).toMatchObject({ date, sunrise: expect.any(String) });
  });

  it.each([{ date: '2026-02-30' }, { date: '1 August' }, { latitude: 91 }, { longitude: '30' }])(
    'refuses %o',
    (wrong) => {
      const given = { ...kyiv, date: '2026-08-24', ...wrong };
      expect(daylight.arguments.safeParse(given).success).toBe(false);
    },
  );
});

describe('the almanac', () => {
  const inUtc = (local: string | null | undefined) => Date.parse(`${local?.replace(' ', 'T')}Z`);
  const minutesBetween = (a: string | null | undefined, b: string) =>
    Math.abs(inUtc(a) - inUtc(b)) / 60_000;

  // Published to the minute: icelandinsider.is (21 June), icelandictimes.com (25 June 2024), SunCalc's documentation.
  it.each([
    ['2026-06-21', reykjavik, '2026-06-21 02:55', '2026-06-22 00:04'],
    ['2024-06-25', reykjavik, '2024-06-25 02:57', '2024-06-26 00:03'],
    ['2026-08-24', kyiv, '2026-08-24 05:59', '2026-08-24 19:59'],
  ])('%s at %j: sunrise %s, sunset %s', async (date, place, sunrise, sunset) => {
    const times = await ask({ ...place, date });
    expect(minutesBetween(times.sunrise, sunrise)).toBeLessThanOrEqual(2);
    expect(minutesBetween(times.sunset, sunset)).toBeLessThanOrEqual(2);
  });

  it('the sun sets at 00:01 after one day and at 23:59 of the next: each day has its own', async () => {
    const sunsets = await Promise.all(
      Array.from({ length: 20 }, async (_, day) => {
        const date = new Date(Date.UTC(2026, 5, 20 + day)).toISOString().slice(0, 10);
        const { sunset } = await ask({ ...reykjavik, date });
        return { date, afterMidnight: !sunset?.startsWith(date), at: inUtc(sunset) };
      }),
    );
    const changes = sunsets.filter(
      ({ afterMidnight }, index) =>
        index > 0 && afterMidnight !== sunsets[index - 1]?.afterMidnight,
    );
    expect(changes).toHaveLength(1); // after midnight until early July, then before it
    for (const [index, { at }] of sunsets.entries()) {
      const before = sunsets[index - 1];
      if (before) expect(Math.abs(at - before.at - 86_400_000)).toBeLessThan(5 * 60_000);
    }
  });

  it('agrees within two minutes with NOAA’s formulas, wherever and whenever', async () => {
    const day = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2060-12-31'),
      noInvalidDate: true,
    });
    const place = fc.record({
      latitude: fc.double({ min: -60, max: 60, noNaN: true }),
      longitude: fc.double({ min: -179.9, max: 179.9, noNaN: true }),
      date: day.map((date) => date.toISOString().slice(0, 10)),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ latitude, longitude, date }) => {
        const hours = Math.round(longitude / 15);
        // POSIX signs: Etc/GMT-9 is nine hours ahead.
        const timeZone = `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
        const times = await ask({ latitude, longitude, timeZone, date });
        const { sunrise, sunset } = noaa(date, latitude, longitude, hours);
        expect(Math.abs(inUtc(times.sunrise) - sunrise) / 60_000).toBeLessThan(2);
        expect(Math.abs(inUtc(times.sunset) - sunset) / 60_000).toBeLessThan(2);
      }),
      runs(500),
    );
  });
});

/**
 * Sunrise and sunset by the clocks of a place, as if these were UTC, in ms: NOAA's solar calculator, after Meeus
 * (https://gml.noaa.gov/grad/solcalc/calcdetails.html). Each with the sun as it stands at about that time.
 */
function noaa(date: string, latitude: number, longitude: number, hours: number) {
  const rad = Math.PI / 180;
  const noon = Date.parse(`${date}T12:00:00Z`) - hours * 3_600_000;
  const at = (sign: number) => {
    let time = noon;
    for (let round = 0; round < 3; round++) {
      const t = (time / 86_400_000 + 2_440_587.5 - 2_451_545) / 36_525;
      const l = (280.46646 + t * (36_000.76983 + t * 0.0003032)) * rad;
      const m = (357.52911 + t * (35_999.05029 - 0.0001537 * t)) * rad;
      const e = 0.016708634 - t * (0.000042037 + 0.0000001267 * t);
      const center =
        Math.sin(m) * (1.914602 - t * (0.004817 + 0.000014 * t)) +
        Math.sin(2 * m) * (0.019993 - 0.000101 * t) +
        Math.sin(3 * m) * 0.000289;
      const omega = (125.04 - 1_934.136 * t) * rad;
      const lambda = l + (center - 0.00569 - 0.00478 * Math.sin(omega)) * rad;
      const epsilon = (23.439291 - 0.0130042 * t + 0.00256 * Math.cos(omega)) * rad;
      const declination = Math.asin(Math.sin(epsilon) * Math.sin(lambda));
      const y = Math.tan(epsilon / 2) ** 2;
      const equationOfTime =
        (4 / rad) *
        (y * Math.sin(2 * l) -
          2 * e * Math.sin(m) +
          4 * e * y * Math.sin(m) * Math.cos(2 * l) -
          0.5 * y * y * Math.sin(4 * l) -
          1.25 * e * e * Math.sin(2 * m));
      const hourAngle =
        Math.acos(
          Math.cos(90.833 * rad) / (Math.cos(latitude * rad) * Math.cos(declination)) -
            Math.tan(latitude * rad) * Math.tan(declination),
        ) / rad;
      const midnight = Date.parse(`${date}T00:00:00Z`);
      time = midnight + (720 - 4 * longitude - equationOfTime + sign * 4 * hourAngle) * 60_000;
    }
    return time + hours * 3_600_000;
  };
  return { sunrise: at(-1), sunset: at(1) };
}
