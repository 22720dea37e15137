import { expect } from 'vitest';
import type { Expected } from './expectation.ts';

const sent = {
  cloud_RoleName: 'store',
  cloud_RoleInstance: 'one',
  session_Id: 's1',
  sdkVersion: 'dotnetc:2.23.0-29',
  customDimensions: { shop: 'a' },
};
const inRequest = {
  operation_Id: expect.stringMatching(/^[0-9a-f]{32}$/),
  operation_Name: 'GET /',
};

/** Of `Microsoft.ApplicationInsights` 2. */
export const dotnet: Expected = {
  rows: {
    requests: [{ ...sent, ...inRequest, name: 'GET /', success: 'True', resultCode: '200' }],
    dependencies: [
      {
        ...sent,
        ...inRequest,
        name: 'SELECT',
        type: 'SQL',
        target: 'db',
        data: 'SELECT 1',
        duration: 1.234,
        success: 'False',
      },
    ],
    exceptions: [
      {
        ...sent,
        ...inRequest,
        outerType: 'System.InvalidOperationException',
        outerMessage: 'broken',
        innermostType: 'System.ArgumentException',
        innermostMessage: 'inner',
      },
    ],
    traces: [{ ...sent, ...inRequest, message: 'hello', severityLevel: 2 }],
    customEvents: [{ ...sent, ...inRequest, name: 'bought', customMeasurements: { items: 3 } }],
    customMetrics: [{ ...sent, name: 'sales', value: 6, valueCount: 3, valueMin: 1, valueMax: 3 }],
    pageViews: [{ ...sent, name: 'home', url: 'http://localhost/home' }],
    availabilityResults: [
      { ...sent, name: 'ping', duration: 500, location: 'here', message: 'fine' },
    ],
  },
  told: ['GET /: ok'],
};
