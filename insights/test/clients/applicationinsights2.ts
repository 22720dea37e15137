import applicationInsights from 'applicationinsights-2';
import { sendOneOfEach } from './oneOfEach.ts';

await sendOneOfEach(applicationInsights);
