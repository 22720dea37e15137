import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hangMs } from '../../../test/time/hangMs.ts';
import { until } from '../../../test/time/until.ts';
import { type Certificate, loadCertificate } from '../../receive/certificate.ts';
import type { Row } from '../../row.ts';
import { type Receiver, startReceiver } from './startReceiver.ts';

let folder: string;
let certificate: Certificate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callspan-clients-'));
  certificate = await loadCertificate(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a client in a process of its own, as an application would, to its end; one that waits for it is told what was `seen`. */
async function run(
  client: string,
  { url }: Receiver,
  env: Record<string, string> = {},
  seen = async () => {},
) {
  const script = fileURLToPath(new URL(`../clients/${client}.ts`, import.meta.url));
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const running = promisify(execFile)(process.execPath, [...flags, script], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: tmpdir(),
      TEMP: tmpdir(),
      NODE_EXTRA_CA_CERTS: certificate.certificateFile,
      // Statistics for Microsoft, to an address of Microsoft's.
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
      CONNECTION_STRING: `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=${url}/;LiveEndpoint=${url}/`,
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      ...env,
    },
    timeout: hangMs(60_000),
  });
  await Promise.race([running, seen()]);
  running.child.stdin?.end();
  await running;
}

/** What came, a line each, without what a client measures of its machine. */
function told(rows: readonly Row[]): string[] {
  return rows
    .map(({ itemType, name, message, type }) => `${itemType}: ${name ?? message ?? type}`)
    .filter((line) => !/^customMetrics: (?:\\|_OTELRESOURCE_$)/.test(line))
    .sort();
}

describe('a client sends one of each kind, and exactly those rows arrive', () => {
  it('applicationinsights 2, http', async () => {
    const receiver = await startReceiver();
    await run('applicationinsights2', receiver);
    expect(told(receiver.rows)).toEqual([
      'availabilityResults: ping',
      'customEvents: bought',
      'customMetrics: sales',
      'dependencies: SELECT',
      'exceptions: TypeError',
      'pageViews: home',
      'requests: GET /',
      'traces: hello',
    ]);
    for (const row of receiver.rows) {
      expect(row).toMatchObject({
        cloud_RoleName: 'store',
        session_Id: 's1',
        customDimensions: { shop: 'a' },
      });
    }
    expect(receiver.of('requests')).toMatchObject([
      { id: 'r1', duration: 1234, success: 'True', resultCode: '200', url: 'http://localhost/' },
    ]);
    expect(receiver.of('dependencies')).toMatchObject([
      { type: 'SQL', target: 'db', data: 'SELECT 1', success: 'False' },
    ]);
    expect(receiver.of('exceptions')).toMatchObject([
      { outerMessage: 'broken', assembly: expect.stringContaining('oneOfEach.ts') },
    ]);
    expect(receiver.of('customEvents')).toMatchObject([{ customMeasurements: { items: 3 } }]);
    expect(receiver.of('customMetrics')).toMatchObject([
      { value: 6, valueSum: 6, valueCount: 3, valueMin: 1, valueMax: 3 },
    ]);
    expect(receiver.refused).toEqual([]);
  });

  it('applicationinsights 3, https', async () => {
    const receiver = await startReceiver(certificate);
    await run('applicationinsights3', receiver);
    expect(told(receiver.rows)).toEqual([
      'availabilityResults: ping',
      'customEvents: bought',
      'customMetrics: dependencies/duration',
      'customMetrics: exceptions/count',
      'customMetrics: requests/duration',
      'customMetrics: sales',
      'customMetrics: traces/count',
      'dependencies: SELECT',
      'exceptions: TypeError',
      'pageViews: home',
      'requests: GET /',
      'traces: hello',
    ]);
    expect(receiver.of('dependencies')).toMatchObject([
      { type: 'mysql', target: 'db', data: 'SELECT 1', success: 'False', duration: 1234 },
    ]);
    expect(receiver.of('availabilityResults')).toMatchObject([
      { id: 'a1', duration: 500, success: 'True', location: 'here', message: 'fine' },
    ]);
    expect(receiver.refused).toEqual([]);
  });

  it("Microsoft's distro with its defaults, https; live metrics ask and stay quiet", async () => {
    const receiver = await startReceiver(certificate);
    await run('distro', receiver, {}, async () => {
      await until(
        'the question of live metrics',
        () => receiver.paths,
        (paths) => paths.includes('/QuickPulseService.svc/ping'),
      );
    });
    expect(told(receiver.rows)).toEqual([
      'customEvents: bought',
      'customMetrics: dependencies/duration',
      'customMetrics: exceptions/count',
      'customMetrics: requests/duration',
      'customMetrics: sales',
      'customMetrics: sizes',
      'customMetrics: traces/count',
      'dependencies: chat gpt-4o',
      'exceptions: TypeError',
      'requests: serve',
      'traces: hello',
      'traces: retried',
    ]);
    const [request] = receiver.of('requests');
    expect(receiver.of('dependencies')).toMatchObject([
      { operation_Id: request?.operation_Id, operation_ParentId: request?.id, resultCode: '0' },
    ]);
    expect(receiver.refused).toEqual([]);
    expect(receiver.paths).toContain('/QuickPulseService.svc/ping');
    expect(receiver.paths).not.toContain('/QuickPulseService.svc/post');
    expect(receiver.others).toEqual([]);
  });

  it.each([
    { ENCODING: 'json' },
    { ENCODING: 'json', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
    { ENCODING: 'protobuf' },
    { ENCODING: 'protobuf', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' },
  ])("OpenTelemetry's own exporters, %o", async (env) => {
    const receiver = await startReceiver();
    await run('otlp', receiver, env);
    expect(told(receiver.rows)).toEqual([
      'customEvents: bought',
      'customMetrics: heat',
      'customMetrics: sales',
      'customMetrics: sales',
      'customMetrics: sizes',
      'dependencies: chat gpt-4o',
      'exceptions: TypeError',
      'exceptions: TypeError',
      'requests: serve',
      'traces: hello',
      'traces: retried',
      'traces: {"deep":[1]}',
    ]);
    for (const row of receiver.rows) {
      expect(row).toMatchObject({
        cloud_RoleName: 'shop.store',
        cloud_RoleInstance: 'one',
        application_Version: '1.2.3',
        timestamp: expect.stringMatching(/^\d{4}-.*T.*\.\d{6}Z$/),
      });
    }
    const [chat] = receiver.of('dependencies');
    expect(chat).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      operation_Id: expect.stringMatching(/^[0-9a-f]{32}$/),
      operation_ParentId: '',
      type: 'Dependency',
      resultCode: '0',
      success: 'False',
      customDimensions: {
        'gen_ai.usage.input_tokens': '5',
        'gen_ai.response.finish_reasons': '["stop"]',
      },
      customMeasurements: { cost: 0.25 },
    });
    expect(chat).not.toHaveProperty('target');
    // Spans and log records are sent apart, and come in either order.
    const parents = receiver.of('exceptions').map((row) => row.operation_ParentId);
    expect(parents).toContain(chat?.id);
    expect(receiver.of('requests')).toMatchObject([{ session_Id: 's1', operation_Name: 'serve' }]);
    expect(receiver.of('customMetrics')).toMatchObject([
      { name: 'sales', value: 3, customDimensions: { shop: 'a' } },
      { name: 'sales', value: 4, customDimensions: { shop: 'b' } },
      { name: 'heat', value: -1.5 },
      { name: 'sizes', valueSum: 10, valueCount: 2, valueMin: 3, valueMax: 7 },
    ]);
    expect(receiver.refused).toEqual([]);
    expect(receiver.cut).toEqual([]);
  });
});
