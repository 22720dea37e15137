import { expect } from 'vitest';
import type { Expected } from './expectation.ts';

/** What a web SDK sends of one visit. */
export function toVisit(sdkVersion: string): Expected {
  const page = {
    cloud_RoleName: 'shop',
    client_Type: 'Browser',
    operation_Name: '/shop',
    sdkVersion,
  };
  const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/shop$/);
  return {
    rows: {
      pageViews: [{ ...page, name: 'home', url }],
      browserTimings: [{ ...page, name: 'home', url }],
      dependencies: [
        { ...page, name: 'GET /stock', type: 'Fetch', resultCode: '200', success: 'True' },
      ],
      customEvents: [
        {
          ...page,
          name: 'bought',
          customDimensions: { shop: 'a' },
          customMeasurements: { items: 3 },
        },
      ],
      traces: [{ ...page, message: 'hello', severityLevel: 2 }],
      exceptions: [{ ...page, type: 'TypeError', outerMessage: 'TypeError: broken' }],
      customMetrics: [{ ...page, name: 'sales', value: 6, valueCount: 1 }],
    },
    told: ['home: ok'],
  };
}
