import type { IncomingMessage } from 'node:http';
import type { Engine, Outcome } from '../kql/engine.ts';
import { parseTimespanOf, type Timespan } from '../kql/timespan.ts';
import type { Question } from '../queryApi.ts';
import { readText } from '../readText.ts';
import type { Answer } from './readInterface.ts';

/** A query and its frame are far smaller; lists of IDs within one may be long. */
const maxBody = 256 * 1024;
const maxQuery = 64 * 1024;

/**
 * Answers `POST /api/query`: runs KQL over the store until who asked has left, `POST /api/query/warm`: gets ready for it, and
 * `POST /api/query/assist`: what an editor asks. Who asks must have been checked before. What is wrong with a query is `{ error, problem, line?, column? }`.
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
  const isAssist = pathname === '/api/query/assist';
  if (pathname !== '/api/query' && !isAssist) {
    return refuse(404, 'There is only /api/query, with /warm and /assist.');
  }
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return refuse(415, 'The request must be application/json.');
  }
  const text = await readText(request, maxBody);
  if (text === undefined) return refuse(413, `The request is larger than ${maxBody / 1024} KiB.`);
  if (isAssist) return answerAssist(text, engine);
  const asked = parse(text);
  if (typeof asked === 'string') return refuse(400, asked);
  // Who has left needs no answer, and others wait behind it.
  const left = new AbortController();
  const leave = () => left.abort();
  request.socket.once('close', leave);
  try {
    return toAnswer(await engine.run(asked, left.signal));
  } finally {
    request.socket.off('close', leave);
  }
}

/** Answers an editor: `{ about, query, at }`. */
async function answerAssist(text: string, engine: Engine): Promise<Answer> {
  const asked = parseQuestion(text);
  if (asked === undefined) {
    return refuse(
      400,
      'about must be marks, completions or text, query a text and at a place in it.',
    );
  }
  const body = (await engine.assist(asked)) ?? '{}';
  return { status: 200, body, contentType: 'application/json; charset=utf-8' };
}

function parseQuestion(text: string): Question | undefined {
  const { about, query, at } = Object(toJson(text)) as Record<string, unknown>;
  if (about !== 'marks' && about !== 'completions' && about !== 'text') return undefined;
  if (typeof query !== 'string' || query.length > maxQuery) return undefined;
  if (!Number.isSafeInteger(at) || Number(at) < 0 || Number(at) > query.length) return undefined;
  return { about, query, at: Number(at) };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toAnswer(outcome: Outcome): Answer {
  if ('json' in outcome) {
    return { status: 200, body: outcome.json, contentType: 'application/json; charset=utf-8' };
  }
  return { status: outcome.fault.problem === 'store' ? 503 : 400, body: outcome.fault };
}

/** What is asked, or what is wrong with it. */
function parse(text: string): { query: string; timespan: Timespan } | string {
  const value = toJson(text);
  if (value === undefined) return 'The request is not JSON.';
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
