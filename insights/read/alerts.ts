import { type Answered, evaluate, type Run } from '../alerts/evaluate.ts';
import { mostEvaluations, replay, timesOf } from '../alerts/replay.ts';
import type { AlertList, AlertRule, AlertState, Workbook } from '../alertsApi.ts';
import type { Engine } from '../kql/engine.ts';
import { earliest, latest } from '../time.ts';
import type { Answer } from './readInterface.ts';

/** What was handed to the receiver of a template. */
export interface Deployed {
  readonly rules: readonly AlertRule[];
  readonly workbook: Workbook | undefined;
}

const standardMs = 6 * 3_600_000;

/**
 * Answers `GET /api/alerts?at=…`: the rules, and how each is at that time or now, and `GET /api/alerts/NAME/replay?from=…&to=…`: when
 * one would have been fired; and `GET /api/workbook`. Undefined for other paths. `isWanted` says whether who asked still waits.
 */
export async function answerAlerts(
  { pathname, searchParams }: URL,
  { rules, workbook }: Deployed,
  engine: Engine,
  isWanted: () => boolean,
): Promise<Answer | undefined> {
  if (pathname === '/api/workbook') {
    if (workbook !== undefined) return { status: 200, body: workbook };
    return refuse(
      404,
      'No workbook was handed to this receiver: `npm start` of a repository does.',
    );
  }
  const [, kind, name, what, ...more] = pathname.slice('/api'.length).split('/');
  if (kind !== 'alerts' || more.length > 0) return undefined;
  const to = timeOf(searchParams.get(what === undefined ? 'at' : 'to')) ?? Date.now();
  const from = timeOf(searchParams.get('from')) ?? to - standardMs;
  if (!isTime(to) || !isTime(from) || from > to) {
    return refuse(400, 'at, from and to must be times in ISO 8601, from not after to.');
  }
  const run = toRun(engine);
  if (name === undefined) {
    const states: AlertState[] = [];
    for (const rule of rules) if (isWanted()) states.push(await evaluate(rule, to, run));
    return { status: 200, body: { rules, states } satisfies AlertList };
  }
  const rule = rules.find((each) => each.name === decode(name));
  if (rule === undefined || what !== 'replay') return refuse(404, 'There is no such alert here.');
  if (timesOf(rule, from, to).length > mostEvaluations) {
    return refuse(400, `A replay has at most ${mostEvaluations} evaluations: take fewer hours.`);
  }
  return { status: 200, body: await replay(rule, { from, to, isWanted }, run) };
}

function toRun(engine: Engine): Run {
  return async (query, from, to) => {
    const outcome = await engine.run({ query, timespan: { from, to }, now: to });
    if ('fault' in outcome) {
      const { error, line, column } = outcome.fault;
      return { error: line === undefined ? error : `${line}:${column} ${error}` };
    }
    const { tables } = JSON.parse(outcome.json) as {
      tables: [Exclude<Answered, { error: string }>];
    };
    return tables[0];
  };
}

function timeOf(text: string | null): number | undefined {
  return text ? Date.parse(text) : undefined;
}

function isTime(ms: number): boolean {
  return ms >= earliest && ms <= latest;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function refuse(status: number, error: string): Answer {
  return { status, body: { error } };
}
