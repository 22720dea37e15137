import type { Value } from './values.ts';

const dayMs = 86_400_000;

/** A time as the query API writes it, `2026-11-24T12:00:00.123456Z`, without zeros at the end of the fraction. */
export function formatDatetime(ms: number, digits?: number): string | null {
  const micros = Math.round(ms * 1_000);
  const whole = Math.floor(micros / 1_000);
  const date = new Date(whole);
  if (Number.isNaN(date.getTime())) return null;
  const fraction = `${date.toISOString().slice(20, 23)}${String(micros - whole * 1_000).padStart(3, '0')}`;
  return `${date.toISOString().slice(0, 19)}${toFraction(fraction, digits)}Z`;
}

/** A span of time as the query API writes it, `1.02:03:04.5000000`. */
export function formatTimespan(ms: number): string {
  const micros = Math.abs(Math.round(ms * 1_000));
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = micros % 1_000_000;
  const two = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const clock = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  return `${ms < 0 && micros > 0 ? '-' : ''}${days > 0 ? `${days}.` : ''}${clock.map(two).join(':')}${
    fraction === 0 ? '' : toFraction(String(fraction).padStart(6, '0'), 7)
  }`;
}

function toFraction(micros: string, digits: number | undefined): string {
  const shown = digits === undefined ? micros.replace(/0+$/, '') : micros.padEnd(digits, '0');
  return shown === '' ? '' : `.${shown}`;
}

/** A number as .NET writes it. */
function formatReal(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-4)) {
    return value
      .toExponential()
      .toUpperCase()
      .replace(/E([+-])(\d)$/, 'E$10$2');
  }
  return String(value);
}

/** A value as `tostring()` gives it, by the type of its column; '' for null. */
export function toText(value: Value, type: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    if (type === 'datetime') return formatDatetime(value, 7) ?? '';
    if (type === 'timespan') return formatTimespan(value);
    return type === 'long' || type === 'int' ? String(value) : formatReal(value);
  }
  if (typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}

/** A value as it stands within a dynamic one: times as texts. */
export function toDynamic(value: Value, type: string): Value {
  if (typeof value !== 'number') return value;
  if (type === 'datetime') return formatDatetime(value, 7);
  return type === 'timespan'
    ? formatTimespan(value)
    : Number.isFinite(value)
      ? value
      : String(value);
}

const units: Readonly<Record<string, number>> = {
  d: dayMs,
  day: dayMs,
  days: dayMs,
  h: 3_600_000,
  hr: 3_600_000,
  hrs: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  seconds: 1_000,
  ms: 1,
  milli: 1,
  millis: 1,
  millisecond: 1,
  milliseconds: 1,
  us: 1e-3,
  micro: 1e-3,
  micros: 1e-3,
  microsecond: 1e-3,
  microseconds: 1e-3,
  tick: 1e-4,
  ticks: 1e-4,
};

/** A span of time from `5m` or `1.02:03:04.5`, in ms; null when the text is none. */
export function parseTimespan(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  const [, amount, unit = ''] = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(trimmed) ?? [];
  const ofUnit = units[unit];
  if (amount !== undefined) return ofUnit === undefined ? null : Number(amount) * ofUnit;
  const clock = /^(-)?(?:(\d+)\.)?(\d+):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?$/.exec(trimmed);
  if (clock === null) return /^-?\d+$/.test(trimmed) ? Number(trimmed) * dayMs : null;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = clock;
  const ms =
    Number(days) * dayMs +
    Number(hours) * 3_600_000 +
    Number(minutes) * 60_000 +
    Number(seconds) * 1_000;
  return sign === undefined ? ms : -ms;
}

/** A time from ISO 8601 and what `Date` reads, UTC where it names no zone, in ms with µs as the fraction; null when it is none. */
export function parseDatetime(text: string): number | null {
  const trimmed = text.trim();
  const iso =
    /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(
      trimmed,
    );
  if (iso === null) {
    if (!/\d{4}/.test(trimmed)) return null;
    const ms = Date.parse(
      /(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})$/i.test(trimmed) ? trimmed : `${trimmed} UTC`,
    );
    return Number.isNaN(ms) ? null : ms;
  }
  const [
    ,
    year,
    month,
    day = '1',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    zone = 'Z',
  ] = iso;
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const isReal = Number(month) <= 12 && new Date(ms).getUTCDate() === Number(day);
  if (!isReal || Number(hour) > 24) return null;
  const [, sign = '+', zoneHour = '0', zoneMinute = '0'] =
    /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000 * (sign === '-' ? -1 : 1);
  return ms - offset + Number(`0.${fraction.slice(0, 6) || 0}`) * 1_000;
}
