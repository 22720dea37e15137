/** Where and when a clock is read. */
export interface ClockPlace {
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** The present, in ms since 1970: what is not of today is shown with its date. */
  readonly now: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** A time (ISO 8601, or ms since 1970) as `14:02:11.482`, `23 Nov 14:02:11.482` or `23 Nov 2025 14:02:11.482`. */
export function formatClock(time: string | number, { timeZone, now }: ClockPlace): string {
  const then = toParts(time, timeZone);
  if (then === undefined) return '–';
  const today = toParts(now, timeZone) ?? then;
  const clock = `${then.hour}:${then.minute}:${then.second}.${then.fractionalSecond}`;
  if (then.year !== today.year) return `${then.day} ${then.month} ${then.year} ${clock}`;
  const isToday = then.month === today.month && then.day === today.day;
  return isToday ? clock : `${then.day} ${then.month} ${clock}`;
}

/** The offset of a zone at a time: `+01:00`. */
export function formatOffset(time: string | number, timeZone: string): string {
  const name = toParts(time, timeZone)?.timeZoneName ?? '';
  return name === 'GMT' ? '+00:00' : name.replace('GMT', '').replace('−', '-');
}

function toParts(time: string | number, timeZone: string): Record<string, string> | undefined {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return undefined;
  const parts = formatterOf(timeZone).formatToParts(date);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** One for each zone: to make one takes longer than to use it. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  formatters.set(timeZone, made);
  return made;
}
