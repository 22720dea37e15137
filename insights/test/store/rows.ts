import type { Row } from '../../row.ts';

/** What a test says of a row; the rest is of an ordinary one. */
export type RowParts = Partial<Row> & Pick<Row, 'itemType'>;

/** A row of operation `op`. */
export function toRow(parts: RowParts): Row {
  return {
    timestamp: '2026-11-24T12:00:00.000Z',
    operation_Id: 'op',
    operation_ParentId: '',
    customDimensions: {},
    customMeasurements: {},
    ...parts,
  };
}

/** What one ordinary call of the app leaves: the host's row, the call, its model call. */
export function toCallRows(
  id: string,
  {
    at = '2026-11-24T12:00:00.000Z',
    ms = 1_000,
    outcome = 'ok',
    trigger = 'http',
    model = 'gpt-4o',
    own = {},
    chat = {},
    measurements = {},
    host = {},
  }: {
    at?: string;
    ms?: number;
    outcome?: string;
    trigger?: 'http' | 'pubsub';
    model?: string;
    own?: Readonly<Record<string, string>>;
    chat?: Readonly<Record<string, string>>;
    measurements?: Readonly<Record<string, number>>;
    host?: Partial<Row>;
  } = {},
): Row[] {
  const shared = { timestamp: at, operation_Id: `op-${id}` };
  const success = outcome === 'ok' ? 'True' : 'False';
  const faas = {
    'faas.invocation_id': id,
    'faas.name': 'chatCompletions',
    'faas.trigger': trigger,
  };
  return [
    toRow({
      ...shared,
      itemType: 'dependencies',
      type: 'Dependency',
      session_Id: id,
      id: `chat-${id}`,
      operation_ParentId: `own-${id}`,
      name: `chat ${model}`,
      duration: ms,
      success,
      customDimensions: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': model,
        'gen_ai.response.id': `answer-${id}`,
        'app.attempt': '1',
        'app.server.address': 'models.test',
        ...chat,
      },
      customMeasurements: measurements,
    }),
    toRow({
      ...shared,
      itemType: 'dependencies',
      type: 'InProc',
      session_Id: id,
      id: `own-${id}`,
      operation_ParentId: `host-${id}`,
      name: 'generate_completion',
      duration: ms,
      success,
      customDimensions: { ...faas, 'app.outcome': outcome, ...own },
    }),
    toRow({
      ...shared,
      itemType: 'requests',
      id: `host-${id}`,
      name: 'POST /api/v1/chat/completions',
      duration: ms,
      success,
      resultCode: success === 'True' ? '200' : '429',
      customDimensions: faas,
      ...host,
    }),
  ];
}
