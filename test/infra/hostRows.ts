import type { Row, Tables } from './overRows.ts';

/** What the real host writes about a call over HTTP: the newer one names the function, the older not always. */
export const generations = ['with faas.*', 'without faas.*'] as const;

let last = 0;
const nextId = () => {
  last += 1;
  return `${last}`.padStart(16, '0');
};
const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 12, minute));

/** A call over HTTP as host and worker tell of it; what it leaves out is as usual. */
export interface Call {
  readonly generation?: (typeof generations)[number];
  readonly path?: string;
  readonly method?: string;
  readonly resultCode?: string;
  /** `itemCount` of the host's rows; none when it dropped them. */
  readonly host?: number | undefined;
  /** `itemCount` of the worker's rows; none when it is dark, or opens no span. */
  readonly worker?: number | undefined;
  readonly trace?: string;
  readonly session?: string;
  readonly cold?: boolean;
  readonly job?: string;
  readonly durationMs?: number;
}

/** Its rows: the host's with the hop to the worker and a line of its own, the worker's below the first. */
export function call(given: Call = {}): Tables {
  const { path = '/api/v1/chat/completions', method = 'POST', resultCode = '200' } = given;
  const { trace = nextId(), session = `session-${nextId()}`, durationMs = 900 } = given;
  const hostId = nextId();
  const name = `${method} ${path}`;
  const common = { timestamp: at(1), operation_Id: trace, cloud_RoleName: 'func-1' };
  const below = { ...common, operation_ParentId: hostId };
  const faas = {
    'faas.name': 'chatCompletions',
    'faas.trigger': 'http',
    'faas.invocation_id': session,
  };
  const host = given.generation === 'without faas.*' ? {} : faas;
  const hop = { itemType: 'dependency', id: nextId(), name, type: 'HTTP', success: 'True' };
  const line = { itemType: 'trace', message: 'Executing function' };
  return {
    ...(given.host !== undefined && {
      requests: [
        {
          ...common,
          itemType: 'request',
          id: hostId,
          name,
          resultCode,
          duration: durationMs,
          itemCount: given.host,
          customDimensions: host,
        },
      ],
      traces: [{ ...below, ...line, itemCount: given.host }],
    }),
    dependencies: [
      ...(given.host === undefined ? [] : [{ ...below, ...hop, itemCount: given.host }]),
      ...(given.worker === undefined
        ? []
        : [
            span({
              ...below,
              name: path.endsWith('/jobs') ? 'send inference-requests' : 'generate_completion',
              session_Id: session,
              itemCount: given.worker,
              customDimensions: {
                ...faas,
                'faas.coldstart': `${given.cold ?? false}`,
                'app.job': given.job ?? null,
              },
            }),
          ]),
    ],
  };
}

/** A delivery from the queue, of which the host writes nothing. `parent` is the sender's span. */
export function delivery(given: {
  trace?: string;
  parent?: string;
  session?: string;
  job?: string;
}) {
  const { trace = nextId(), parent = '', session = `session-${nextId()}`, job = 'job-1' } = given;
  const row = {
    timestamp: at(2),
    operation_Id: trace,
    operation_ParentId: parent,
    cloud_RoleName: 'func-1',
    name: 'generate_completion',
    session_Id: session,
    itemCount: 1,
    customDimensions: { 'faas.trigger': 'pubsub', 'faas.coldstart': 'true', 'app.job': job },
  };
  return { dependencies: [span(row)] };
}

/** What the host leaves at rest: two dependencies a queue poll, each an operation of its own. */
export function polls(count: number): Tables {
  const row = () => ({
    timestamp: at(3),
    itemType: 'dependency',
    id: nextId(),
    operation_Id: nextId(),
    cloud_RoleName: 'func-1',
    name: 'QueueClient.ReceiveMessages',
    itemCount: 1,
    customDimensions: {},
  });
  return { dependencies: Array.from({ length: 2 * count }, row) };
}

const span = (row: Row): Row => ({
  itemType: 'dependency',
  id: nextId(),
  success: 'True',
  duration: 500,
  ...row,
});

/** All rows together. */
export function all(...some: readonly Tables[]): Tables {
  const tables: Record<string, Row[]> = {};
  for (const [name, rows] of some.flatMap((each) => Object.entries(each)))
    tables[name] = [...(tables[name] ?? []), ...rows];
  return tables;
}
