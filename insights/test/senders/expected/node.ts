import type { Expected } from './expectation.ts';

const sent = {
  cloud_RoleName: 'store',
  session_Id: 's1',
  sdkVersion: 'node:1.8.8',
  customDimensions: { shop: 'a' },
};

/** Of `applicationinsights` 1; without automatic collection its rows are of no operation. */
export const node: Expected = {
  rows: {
    requests: [
      { ...sent, id: 'r1', name: 'GET /', duration: 1_234, success: 'True', resultCode: '200' },
    ],
    dependencies: [
      { ...sent, name: 'SELECT', type: 'SQL', target: 'db', data: 'SELECT 1', success: 'False' },
    ],
    exceptions: [{ ...sent, outerType: 'TypeError', outerMessage: 'broken' }],
    traces: [{ ...sent, message: 'hello', severityLevel: 2 }],
    customEvents: [{ ...sent, name: 'bought', customMeasurements: { items: 3 } }],
    customMetrics: [
      { ...sent, name: 'sales', value: 6, valueSum: 6, valueCount: 3, valueMin: 1, valueMax: 3 },
    ],
    pageViews: [{ ...sent, name: 'home', url: 'http://localhost/home', duration: 12 }],
    availabilityResults: [{ ...sent, name: 'ping', location: 'here', message: 'fine' }],
  },
  told: [],
};
