import { DatabaseSync } from 'node:sqlite';
import type { Row, Table } from '../../insights/row.ts';
import { createRowAdder } from '../../insights/store/database/rowAdder.ts';
import { openStore } from '../../insights/store/store.ts';
import { formatTimestamp } from '../../insights/time.ts';
import { progress } from '../harness/progress.ts';

const weekMs = 7 * 86_400_000;
const models = ['gpt-4o', 'gpt-4o-mini', 'o3', 'phi-4'];
/** Of ten rows; every hundredth is an exception. */
const kinds: readonly Table[] = [
  'requests',
  'dependencies',
  'dependencies',
  'traces',
  'requests',
  'dependencies',
  'dependencies',
  'traces',
  'customEvents',
  'customMetrics',
];

/** Makes a store's file with so many rows of some 800 bytes, over the week before `now`; the same ones each time. */
export function fillStore(file: string, count: number, now: number): void {
  openStore(file).close(); // its tables
  const database = new DatabaseSync(file);
  const add = createRowAdder(database);
  database.exec('PRAGMA synchronous = OFF; BEGIN');
  for (let at = 0; at < count; at++) {
    add(rowAt(at, count, now), now);
    if (at % 100_000 === 0)
      progress(`kql: ${at.toLocaleString('en')} rows of ${count.toLocaleString('en')}`);
  }
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

function rowAt(at: number, count: number, now: number): Row {
  const itemType = at % 100 === 50 ? 'exceptions' : (kinds[at % 10] ?? 'traces');
  const call = Math.floor(at / 10);
  const model = models[call % 4] ?? '';
  const failed = call % 11 === 0;
  const outcome = failed ? 'rate_limit_exceeded' : 'ok';
  const chat = at % 10 === 2 || at % 10 === 6;
  const micros = String(at % 1_000).padStart(3, '0');
  const id = (prefix: string, length: number) =>
    `${prefix}${call.toString(16)}`.padEnd(length, '0');
  return {
    itemType,
    timestamp: formatTimestamp(Math.floor(now - weekMs + (at / count) * weekMs), micros),
    operation_Id: id('a', 32),
    operation_ParentId: id('b', 16),
    operation_Name: 'POST /api/v1/chat/completions',
    session_Id: id('5e551074-', 36),
    cloud_RoleName: call % 5 === 0 ? 'other' : 'callspan',
    cloud_RoleInstance: `instance-${call % 3}`,
    sdkVersion: 'node24:otel2.1:dst1.21.0',
    itemCount: 1,
    id: id(itemType === 'requests' ? 'b' : `d${at % 10}`, 16),
    ...columnsOf(itemType, { chat, model, failed, outcome, at }),
    customDimensions: {
      'faas.trigger': call % 4 === 0 ? 'pubsub' : 'http',
      'faas.name': 'chatCompletions',
      'faas.invocation_id': id('5e551074-', 36),
      'app.outcome': outcome,
      'server.address': 'models.example.com',
      ...(chat && {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': model,
        'gen_ai.response.id': `chatcmpl-${at}`,
      }),
      ...(itemType === 'customMetrics' && { 'gen_ai.request.model': model }),
    },
    customMeasurements: chat
      ? { inputTokens: at % 900, outputTokens: at % 700, costUsd: (at % 90) / 1e4 }
      : {},
  };
}

interface Parts {
  readonly chat: boolean;
  readonly model: string;
  readonly failed: boolean;
  readonly outcome: string;
  readonly at: number;
}

function columnsOf(itemType: Table, { chat, model, failed, outcome, at }: Parts): Partial<Row> {
  const duration = ((at * 7_919) % 100_000) / 100;
  const success = failed ? 'False' : 'True';
  const path = at % 3 === 0 ? 'responses' : 'chat/completions';
  switch (itemType) {
    case 'requests':
      return {
        name: `POST /api/v1/${path}`,
        duration,
        success,
        resultCode: failed ? '503' : '200',
      };
    case 'dependencies':
      return {
        name: chat ? `chat ${model}` : 'generate_completion',
        duration,
        success,
        type: 'GenAI | azure',
      };
    case 'exceptions':
      return {
        type: 'ModelError',
        outerMessage: 'Too many requests',
        problemId: 'ModelError at ask',
        details: '[{"typeName":"ModelError"}]',
      };
    case 'customMetrics':
      return { name: 'callspan.cost', value: 0.01, valueSum: 0.01, valueCount: 1 };
    case 'customEvents':
      return { name: 'answered' };
    default:
      return { message: `Invocation ${at} ended: ${outcome}`, severityLevel: failed ? 3 : 1 };
  }
}
