import { setTimeout as wait } from 'node:timers/promises';
import applicationInsights from 'applicationinsights';

applicationInsights.setup(process.env.CONNECTION_STRING ?? '').start();
// The default sampler keeps five traces a second since it began: in the first 200 ms, hardly any.
await wait(1_000);

const client = applicationInsights.defaultClient;
const span = { duration: 1234, resultCode: '200', success: true };
client.trackRequest({ ...span, name: 'GET /', url: 'http://localhost/' });
client.trackDependency({
  ...span,
  name: 'SELECT',
  data: 'SELECT 1',
  dependencyTypeName: 'mysql',
  target: 'db',
  success: false,
});
client.trackException({ exception: new TypeError('broken') });
client.trackTrace({ message: 'hello', severity: 'Warning' });
client.trackEvent({ name: 'bought', measurements: { items: 3 }, properties: { shop: 'a' } });
client.trackMetric({ name: 'sales', value: 6 });
client.trackPageView({ id: 'p1', name: 'home', url: 'http://localhost/home' });
client.trackAvailability({
  id: 'a1',
  name: 'ping',
  duration: 500,
  success: true,
  runLocation: 'here',
  message: 'fine',
});

await client.flush();
await client.shutdown();
