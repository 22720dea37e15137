import { severities } from '../../severities.ts';

const tones = ['dim', 'dim', 'warn', 'error', 'error'];

/** The level of a log line, by its `severityLevel`. */
export function Level({ value }: { value: unknown }) {
  const level = Number(value ?? 1);
  return <span class={tones[level]}>{severities[level] ?? `${value}`}</span>;
}
