const day = 86_400;
const two = (value: number) => `${value}`.padStart(2, '0');
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Times of an axis, in seconds since 1970, in the local zone: with seconds, minutes or the day, as far apart as they are. */
export function formatTicks(ticks: readonly number[]): string[] {
  const [first = 0, second = first + day] = ticks;
  return ticks.map((tick, index) => {
    const date = new Date(tick * 1_000);
    const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
    const newDay = `${date.getDate()} ${months[date.getMonth()]}`;
    if (second - first >= day) return newDay;
    if (clock === '00:00' && index > 0) return newDay;
    return second - first < 60 ? `${clock}:${two(date.getSeconds())}` : clock;
  });
}
