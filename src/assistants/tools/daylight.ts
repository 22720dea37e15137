import { getTimes } from 'suncalc';
import * as z from 'zod';
import { defineTool, ToolError } from '../tool.ts';

const given = z.strictObject({
  latitude: z.number().min(-90).max(90).describe('Degrees, north positive'),
  longitude: z.number().min(-180).max(180).describe('Degrees, east positive'),
  timeZone: z.string().max(64).describe('IANA time zone of the place, as America/Los_Angeles'),
  date: z.iso.date().describe('Day at the place, as 2026-08-01'),
});

/**
 * Sunrise, sunset, civil twilight and day length of a place and day, in its local time, to the minute. SunCalc
 * computes them; its times are within a minute of the almanac's on flat ground at sea level.
 */
export const daylight = defineTool({
  name: 'daylight',
  description:
    'Times of the sun at a place on a day, in local time: sunrise, sunset, civil twilight, day length.',
  arguments: given,
  async run({ latitude, longitude, timeZone, date }) {
    if (date < '1900' || date >= '2150') throw new ToolError('date: only from 1900 to 2149.'); // SunCalc's own range
    const local = toLocal(timeZone);
    const times = getTimes(noonOf(date, local), latitude, longitude);
    const { sunrise, sunset, dawn, dusk, solarNoon } = times;
    const polar = times.alwaysUp
      ? 'the sun does not set on this day'
      : 'the sun does not rise on this day';
    return {
      date,
      timeZone,
      dawn: dawn && local(dawn),
      sunrise: sunrise && local(sunrise),
      solarNoon: local(solarNoon),
      sunset: sunset && local(sunset),
      dusk: dusk && local(dusk),
      dayLength: sunrise && sunset ? toLength(sunset.getTime() - sunrise.getTime()) : polar,
    };
  },
});

type Local = (instant: Date) => string;

/** Writes an instant in the local time of the place: `2026-08-01 20:12`. */
function toLocal(timeZone: string): Local {
  try {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
    });
    return (instant) => format.format(instant.getTime() + 30_000); // to the nearest minute
  } catch {
    throw new ToolError('timeZone: there is no such IANA time zone.');
  }
}

/** The instant of local noon: it says which solar day is meant. */
function noonOf(date: string, local: Local): Date {
  const guess = new Date(`${date}T12:00:00Z`);
  const shown = new Date(`${local(guess).replace(' ', 'T')}:00Z`);
  return new Date(2 * guess.getTime() - shown.getTime());
}

function toLength(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
