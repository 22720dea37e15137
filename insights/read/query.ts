import type { IncomingMessage } from 'node:http';
import type { Engine, Outcome } from '../kql/engine.ts';
import { parseTimespanOf, type Timespan } from '../kql/timespan.ts';
import type { Answer } from './readInterface.ts';

/** A query and its frame are far smaller; lists of IDs within one may be long. */
const maxBody = 256 * 1024;
const maxQuery = 64 * 1024;
const bodyMs = 10_000;

/**
 * Answers `POST /api/query`: runs KQL over the store, and `POST /api/query/warm`: gets ready for it. Who asks must have been checked
 * before. What is wrong with a query is `{ error, problem, line?, column? }`.
 */
export async function answerQuery(
  request: IncomingMessage,
  pathname: string,
  engine: Engine,
): Promise<Answer> {
  if (request.method !== 'POST') return refuse(405, 'Only POST is answered here.');
  if (pathname === '/api/query/warm') {
    engine.warm();
    return { status: 202, body: {} };
  }
  if (pathname !== '/api/query')
    return refuse(404, 'There is only /api/query, and /api/query/warm.');
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return refuse(415, 'The request must be application/json.');
  }
  const text = await readBody(request);
  if (text === undefined) return refuse(413, `The request is larger than ${maxBody / 1024} KiB.`);
  const asked = parse(text);
  if (typeof asked === 'string') return refuse(400, asked);
  return toAnswer(await engine.run(asked));
}

function toAnswer(outcome: Outcome): Answer {
  if ('json' in outcome) {
    return { status: 200, body: outcome.json, contentType: 'application/json; charset=utf-8' };
  }
  return { status: outcome.fault.problem === 'store' ? 503 : 400, body: outcome.fault };
}

/** The body; undefined when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  const late = setTimeout(() => request.destroy(), bodyMs);
  try {
    const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const part of body) {
      size += part.byteLength;
      if (size > maxBody) return undefined;
      parts.push(part);
    }
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** What is asked, or what is wrong with it. */
function parse(text: string): { query: string; timespan: Timespan } | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'The request is not JSON.';
  }
  const { query, timespan } = Object(value) as Record<string, unknown>;
  if (typeof query !== 'string' || query.trim() === '')
    return 'query must be a text, and not empty.';
  if (query.length > maxQuery)
    return `query is longer than ${maxQuery.toLocaleString('en')} characters.`;
  if (timespan === undefined || timespan === null) return { query, timespan: {} };
  const parsed = typeof timespan === 'string' ? parseTimespanOf(timespan, Date.now()) : undefined;
  return parsed === undefined
    ? 'timespan must be a duration or two times in ISO 8601: PT1H, or 2026-11-24T10:00Z/2026-11-24T11:00Z.'
    : { query, timespan: parsed };
}

function refuse(status: number, error: string): Answer {
  return { status, body: { error } };
}
