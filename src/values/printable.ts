/** A name of the caller's as it may stand in an error's text, which telemetry keeps: 64 printable characters at most. */
export function printable(name: string): string {
  return name.replace(/[^\x21-\x7e]/g, '').slice(0, 64);
}
