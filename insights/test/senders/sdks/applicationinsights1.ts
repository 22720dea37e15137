import applicationInsights from 'applicationinsights-1';
import { sendOneOfEach } from '../../clients/oneOfEach.ts';

// Its calls are those of the second version, its types are others.
await sendOneOfEach(applicationInsights as unknown as Parameters<typeof sendOneOfEach>[0]);
