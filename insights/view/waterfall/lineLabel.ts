import { formatSpan } from '../../format.ts';
import { asksResponses } from '../../store/asksResponses.ts';
import { wordOf } from './kinds.ts';
import type { Line } from './line.ts';

/** A line in words, for a screen reader: `chat gpt-4o, call 2 of 3, failed 429, 310 ms, starts at 2.31 s`. */
export function toLineLabel(line: Omit<Line, 'label'>): string {
  const { name, attempt, fallback, step, joined, row, code, skewMs } = line;
  const status = row?.customDimensions['app.http.status_code'];
  const wait = attempt !== undefined && attempt.waitMs > 0;
  return [
    name,
    wordOf(line.kind),
    line.app && `of ${line.app}`,
    attempt && `call ${attempt.n} of ${attempt.of}`,
    row && asksResponses(row) && 'by the Responses API',
    fallback && 'another model',
    step !== undefined && `step ${step}`,
    joined && 'joined from its own trace',
    code !== undefined && `failed ${Number(status) >= 400 ? status : code}`,
    formatSpan(line.durationMs),
    line.endedBeforeStart && 'was sent with an end before its start',
    `starts at ${line.startMs === 0 ? '0' : formatSpan(line.startMs)}`,
    wait && `after a wait of ${formatSpan(attempt.waitMs)}`,
    skewMs !== undefined && `clocks differ by ${formatSpan(skewMs)}`,
  ]
    .filter((part) => typeof part === 'string')
    .join(', ');
}
