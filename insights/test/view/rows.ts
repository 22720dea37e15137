import type { Row } from '../../row.ts';

const zero = Date.parse('2026-11-24T12:00:00.000Z');
let ids = 0;

/** When a row is, what it is under and what else it says. */
type Said = Partial<Row> & { readonly at?: number; readonly under?: string };

/** A row as an app sends it; `at` in ms. */
export function row(itemType: Row['itemType'], { at = 0, under = '', ...more }: Said): Row {
  ids++;
  return {
    itemType,
    id: `id${ids}`,
    operation_Id: 'op',
    operation_ParentId: under,
    timestamp: new Date(zero + at).toISOString(),
    session_Id: 's1',
    customMeasurements: {},
    customDimensions: {},
    ...more,
  };
}

/** The row of the host. */
export function host(more: Said = {}): Row {
  const { customDimensions, ...rest } = more;
  return {
    ...row('requests', {
      id: 'host',
      name: 'POST /api/v1/chat/completions',
      duration: 12_400,
      success: 'True',
      resultCode: '200',
      ...rest,
      customDimensions: { 'faas.invocation_id': 's1', 'faas.trigger': 'http', ...customDimensions },
    }),
    ...('session_Id' in more ? {} : { session_Id: undefined }),
  } as Row;
}

/** `generate_completion`, ended with an outcome. */
export function own(outcome: string, more: Said = {}): Row {
  const failed = !['ok', 'duplicate', 'client_closed', 'budget'].includes(outcome);
  const { customDimensions, ...rest } = more;
  return row('dependencies', {
    id: 'own',
    under: 'host',
    name: 'generate_completion',
    duration: 12_400,
    success: failed ? 'False' : 'True',
    resultCode: '0',
    ...rest,
    customDimensions: {
      'app.outcome': outcome,
      'faas.trigger': 'http',
      'faas.invocation_id': rest.session_Id ?? 's1',
      ...customDimensions,
    },
  });
}

/** One call to a model; with an error, its code and status. */
export function chat(
  attempt: number,
  {
    model = 'gpt-4o',
    error,
    status,
    first,
    ...more
  }: Said & {
    readonly model?: string;
    readonly error?: string;
    readonly status?: number;
    readonly first?: number;
  } = {},
): Row {
  const { customDimensions, customMeasurements, ...rest } = more;
  return row('dependencies', {
    under: 'own',
    name: `chat ${model}`,
    duration: 310,
    success: error === undefined ? 'True' : 'False',
    resultCode: '0',
    ...rest,
    customDimensions: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': model,
      'app.attempt': `${attempt}`,
      'app.server.address': 'models.test',
      ...(error && { 'app.error.type': error }),
      ...(status && { 'app.http.status_code': `${status}` }),
      ...(first !== undefined && { 'gen_ai.request.stream': 'true' }),
      ...customDimensions,
    },
    customMeasurements: {
      ...(first !== undefined && { timeToFirstTokenMs: first }),
      ...customMeasurements,
    },
  });
}

/** An exception of ours. */
export function thrown(code: string, more: Said = {}): Row {
  return row('exceptions', { under: 'own', type: code, outerMessage: 'Our words.', ...more });
}

/** Rows of one call, each under the one that `under` names; the first lasts longest. */
export function rowsUnder(count: number, under: (n: number) => string): Row[] {
  return Array.from({ length: count }, (_, n) =>
    row('dependencies', {
      id: `n${n}`,
      under: under(n),
      name: 'n',
      at: n,
      duration: 2 * (count - n),
    }),
  );
}
