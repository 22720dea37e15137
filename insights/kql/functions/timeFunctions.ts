import { parseDatetime, parseTimespan } from '../format.ts';
import { KqlError } from '../syntax.ts';
import type { Value } from '../values.ts';
import { plain, type ScalarFunctions } from './scalarFunction.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
const fixed: Readonly<Record<string, number>> = {
  week: 7 * dayMs,
  day: dayMs,
  hour: hourMs,
  minute: minuteMs,
  second: 1_000,
  millisecond: 1,
  microsecond: 1e-3,
  nanosecond: 1e-6,
};
const months: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

const startOfDay = (ms: number) => Math.floor(ms / dayMs) * dayMs;
const startOfWeek = (ms: number) => startOfDay(ms) - new Date(ms).getUTCDay() * dayMs;
const startOfMonths = (ms: number, size: number, offset = 0) => {
  const date = new Date(ms);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  const start = new Date(0);
  start.setUTCFullYear(0, (Math.floor(month / size) + offset) * size, 1);
  return start.getTime();
};

/** What begins or ends with a period, some periods later. */
const border = (start: (ms: number, offset: number) => number, end: boolean) =>
  plain((ms: number, offset = 0) => orNull(end ? start(ms, offset + 1) - 1e-3 : start(ms, offset)));
const dayAt = (ms: number, offset: number) => startOfDay(ms) + offset * dayMs;
const weekAt = (ms: number, offset: number) => startOfWeek(ms) + offset * 7 * dayMs;
const monthAt = (ms: number, offset: number) => startOfMonths(ms, 1, offset);
const yearAt = (ms: number, offset: number) => startOfMonths(ms, 12, offset);

const orNull = (ms: number): Value => (Number.isNaN(ms) ? null : ms);
const unitOf = (unit: string) => unit.toLowerCase().replace(/s$/, '');

function add(unit: string, amount: number, ms: number): Value {
  const size = fixed[unitOf(unit)];
  if (size !== undefined) return ms + amount * size;
  const count = months[unitOf(unit)];
  if (count === undefined) throw noUnit(unit);
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + Math.trunc(amount) * count);
  const last = new Date(startOfMonths(date.getTime(), 1, 1) - 1).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return orNull(date.getTime());
}

/** How many borders of a unit lie between two times. */
function difference(unit: string, later: number, earlier: number): Value {
  const name = unitOf(unit);
  if (name === 'week') return Math.round((startOfWeek(later) - startOfWeek(earlier)) / (7 * dayMs));
  const size = fixed[name];
  if (size !== undefined) return Math.floor(later / size) - Math.floor(earlier / size);
  const count = months[name];
  if (count === undefined) throw noUnit(unit);
  const at = (ms: number) => {
    const date = new Date(ms);
    return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / count);
  };
  return at(later) - at(earlier);
}

const dayOfYear = (ms: number) => Math.floor((ms - startOfMonths(ms, 12)) / dayMs) + 1;

/** ISO 8601: week 1 holds the year's first Thursday. */
function weekOfYear(ms: number): number {
  const day = new Date(ms).getUTCDay() || 7;
  const thursday = startOfDay(ms) + (4 - day) * dayMs;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

const parts: Readonly<Record<string, (ms: number) => number>> = {
  year: (ms) => new Date(ms).getUTCFullYear(),
  quarter: (ms) => Math.floor(new Date(ms).getUTCMonth() / 3) + 1,
  month: (ms) => new Date(ms).getUTCMonth() + 1,
  week_of_year: weekOfYear,
  weekofyear: weekOfYear,
  day: (ms) => new Date(ms).getUTCDate(),
  dayofyear: dayOfYear,
  hour: (ms) => new Date(ms).getUTCHours(),
  minute: (ms) => new Date(ms).getUTCMinutes(),
  second: (ms) => new Date(ms).getUTCSeconds(),
  millisecond: (ms) => new Date(ms).getUTCMilliseconds(),
  microsecond: (ms) => Math.round((ms - Math.floor(ms / 1_000) * 1_000) * 1_000),
  nanosecond: (ms) => Math.round((ms - Math.floor(ms / 1_000) * 1_000) * 1_000) * 1_000,
};

function datePart(unit: string, ms: number): Value {
  const part = parts[unit.toLowerCase()];
  if (part === undefined) throw noUnit(unit);
  return part(ms);
}

function noUnit(unit: string): KqlError {
  return new KqlError('value', `There is no unit ${JSON.stringify(unit.slice(0, 40))} of time.`);
}

/** Letters of a pattern, each run of one being a field; all others stand for themselves. */
function format(ms: number, pattern: string, days: boolean): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '';
  const micros = Math.round((ms - Math.floor(ms / 1_000) * 1_000) * 1_000);
  const fraction = `${String(micros).padStart(6, '0')}0`;
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  const hour = date.getUTCHours();
  return pattern.slice(0, 100).replace(/([yMdHhmsfFt])\1*/g, (run) => {
    const length = run.length;
    switch (run.charAt(0)) {
      case 'y':
        return length <= 2
          ? pad(date.getUTCFullYear() % 100, length)
          : pad(date.getUTCFullYear(), 4);
      case 'M':
        return pad(date.getUTCMonth() + 1, length);
      case 'd':
        return pad(days ? Math.floor(ms / dayMs) : date.getUTCDate(), length);
      case 'H':
        return pad(hour, length);
      case 'h':
        return pad(days ? hour : hour % 12 || 12, length);
      case 'm':
        return pad(date.getUTCMinutes(), length);
      case 's':
        return pad(date.getUTCSeconds(), length);
      case 'f':
        return fraction.slice(0, length);
      case 'F':
        return fraction.slice(0, length).replace(/0+$/, '');
      default:
        return hour < 12 ? 'AM' : 'PM';
    }
  });
}

const clock = (ms: number) => Math.round(ms * 1_000) / 1_000;

/** Functions of times. */
export const timeFunctions: ScalarFunctions = {
  datetime_add: plain(add),
  datetime_diff: plain(difference),
  datetime_part: plain(datePart),
  startofday: border(dayAt, false),
  endofday: border(dayAt, true),
  startofweek: border(weekAt, false),
  endofweek: border(weekAt, true),
  startofmonth: border(monthAt, false),
  endofmonth: border(monthAt, true),
  startofyear: border(yearAt, false),
  endofyear: border(yearAt, true),
  dayofweek: plain((ms: number) => new Date(ms).getUTCDay() * dayMs),
  dayofmonth: plain((ms: number) => new Date(ms).getUTCDate()),
  dayofyear: plain(dayOfYear),
  hourofday: plain((ms: number) => new Date(ms).getUTCHours()),
  monthofyear: plain((ms: number) => new Date(ms).getUTCMonth() + 1),
  getmonth: plain((ms: number) => new Date(ms).getUTCMonth() + 1),
  getyear: plain((ms: number) => new Date(ms).getUTCFullYear()),
  week_of_year: plain(weekOfYear),
  weekofyear: plain(weekOfYear),
  make_datetime: plain((...given: (number | string)[]) => {
    const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0] = given.map(Number);
    if (typeof given[0] === 'string') return parseDatetime(given[0]);
    return orNull(Date.UTC(year ?? Number.NaN, month - 1, day, hour, minute, 0) + second * 1_000);
  }),
  make_timespan: plain((...given: number[]) => {
    const [seconds, minutes, hours, days] =
      given.length === 2
        ? [0, given[1], given[0], 0]
        : given.length === 3
          ? [given[2], given[1], given[0], 0]
          : [given[3], given[2], given[1], given[0]];
    return clock(
      (seconds ?? 0) * 1_000 +
        (minutes ?? 0) * minuteMs +
        (hours ?? 0) * hourMs +
        (days ?? 0) * dayMs,
    );
  }),
  unixtime_seconds_todatetime: plain((value: number) => value * 1_000),
  unixtime_milliseconds_todatetime: plain((value: number) => value),
  unixtime_microseconds_todatetime: plain((value: number) => value / 1_000),
  unixtime_nanoseconds_todatetime: plain((value: number) => value / 1_000_000),
  format_datetime: plain((ms: number, pattern: string) => format(ms, pattern, false)),
  format_timespan: plain((ms: number, pattern: string) => format(Math.abs(ms), pattern, true)),
  totime: {
    of:
      ([type]) =>
      (value: number | string) =>
        typeof value === 'string' ? parseTimespan(value) : type === 'timespan' ? value : null,
  },
};
