import { expect } from 'vitest';
import type { Expected } from './expectation.ts';

const sent = {
  cloud_RoleName: 'shop.store',
  cloud_RoleInstance: 'one',
  application_Version: '1.2.3',
};

/** Of OpenTelemetry's exporters over gRPC; names of errors differ by language. */
export const overGrpc = (error: string): Expected => ({
  rows: {
    requests: [{ ...sent, name: 'GET /', success: 'True', session_Id: 's1' }],
    dependencies: [
      {
        ...sent,
        name: 'SELECT',
        type: 'mysql',
        target: 'db',
        data: 'SELECT 1',
        success: 'False',
        operation_Id: expect.stringMatching(/^[0-9a-f]{32}$/),
        operation_ParentId: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ],
    exceptions: [{ ...sent, type: error, outerMessage: 'broken' }],
    traces: [
      { ...sent, message: 'hello', severityLevel: 2 },
      { ...sent, message: 'retried', customDimensions: { attempt: '2' } },
    ],
    customMetrics: [
      { ...sent, name: 'sales', value: 3, customDimensions: { shop: 'a' } },
      { ...sent, name: 'sizes', valueSum: 7, valueCount: 1, valueMin: 7, valueMax: 7 },
    ],
  },
  // The list tells rows of a session and rows of none apart, here within one operation.
  told: ['GET /: ok', 'SELECT: error'],
});
