import { describe, expect, it } from 'vitest';
import { foreignKindOf } from '../../../view/waterfall/foreignKind.ts';
import { toLegend } from '../../../view/waterfall/legend.ts';
import { toWaterfall } from '../../../view/waterfall.ts';
import { chat, host, own, row } from '../rows.ts';

const called = (more: Parameters<typeof row>[1]) => row('dependencies', { name: 'x', ...more });

describe('what another app called is told', () => {
  it.each([
    ['SQL', 'database'],
    ['Azure DocumentDB', 'database'],
    ['Azure table', 'database'],
    ['redis', 'database'],
    ['mongodb', 'database'],
    ['postgresql', 'database'],
    ['postgres', 'database'],
    ['mysql', 'database'],
    ['elasticsearch', 'database'],
    ['Http', 'http'],
    ['HTTP', 'http'],
    ['Http (tracked component)', 'http'],
    ['Fetch', 'http'],
    ['Ajax', 'http'],
    ['Web Service', 'http'],
    ['Azure blob', 'storage'],
    ['Azure queue', 'queue'],
    ['Azure Service Bus', 'queue'],
    ['Azure Event Hubs', 'queue'],
    ['Microsoft.EventHub', 'queue'],
    ['Queue Message', 'queue'],
    ['Queue Message | Azure Service Bus', 'queue'],
    ['kafka', 'queue'],
    ['GRPC', 'rpc'],
    ['WCF Service', 'rpc'],
    ['InProc', 'inproc'],
    ['InProc | Microsoft.Storage', 'inproc'],
    ['Dependency', undefined],
    ['my own type', undefined],
    ['', undefined],
  ])('by the type %s: %s', (type, kind) => {
    expect(foreignKindOf(called({ type }))).toBe(kind);
  });

  it.each([
    ['db.system', 'database'],
    ['db.system.name', 'database'],
    ['http.method', 'http'],
    ['http.request.method', 'http'],
    ['messaging.system', 'queue'],
    ['rpc.system', 'rpc'],
  ])('by the attribute %s: %s, whatever the type', (name, kind) => {
    expect(foreignKindOf(called({ type: 'InProc', customDimensions: { [name]: 'x' } }))).toBe(kind);
  });

  it('as what it means, where it has the attributes of HTTP too', () => {
    const customDimensions = { 'http.request.method': 'POST', 'db.system.name': 'elasticsearch' };
    expect(foreignKindOf(called({ customDimensions }))).toBe('database');
  });
});

it('a line of another app is called by its kind for who hears it; a call to a model stays one', () => {
  const rows = [
    called({ id: 'a', name: 'SELECT cart', type: 'SQL' }),
    called({
      id: 'b',
      name: 'chat gpt-4o',
      type: 'Http',
      customDimensions: { 'gen_ai.operation.name': 'chat' },
    }),
  ];
  const lines = toWaterfall(rows).lines.map(({ kind, label }) => [kind, label.split(', ')[1]]);
  expect(lines).toEqual([
    ['database', 'database'],
    ['model', '< 1 ms'],
  ]);
});

describe('the legend', () => {
  const words = (rows: Parameters<typeof toWaterfall>[0]) =>
    toLegend(toWaterfall(rows)).map(({ word }) => word);

  it('has what is on the page, and nothing else', () => {
    expect(words([called({ type: 'SQL' }), called({ type: 'Http' })])).toEqual([
      'HTTP',
      'database',
    ]);
    expect(words([host(), own('ok'), chat(1)])).toEqual([
      'host or server',
      'model',
      'not streamed',
    ]);
    expect(words([chat(1, { under: '', first: 100 })])).toEqual([
      'model',
      'waiting',
      'first chunk',
      'streaming',
    ]);
  });
});
