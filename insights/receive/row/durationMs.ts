/** The form that the service takes. */
const taken = /^(?:\d+\.)?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,7})?$/;

/** Whether the service in Azure takes a duration. */
export function isDuration(duration: string): boolean {
  return taken.test(duration);
}

/**
 * Milliseconds of `[d.]hh:mm:ss[.fffffff]`, or of a number of ms, as some SDKs send; a second fraction, as one SDK writes, is not
 * read. Undefined for anything else.
 */
export function durationMs(duration: string | undefined): number | undefined {
  const found = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2}(?:\.\d+)?)(?:\.\d+)?$/.exec(duration ?? '');
  if (found === null) {
    const ms = duration === undefined || duration.trim() === '' ? Number.NaN : Number(duration);
    return Number.isFinite(ms) ? ms : undefined;
  }
  const [, days = '0', hours, minutes, seconds] = found;
  const whole = Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60;
  return Number(((whole + Number(seconds)) * 1_000).toFixed(4));
}
