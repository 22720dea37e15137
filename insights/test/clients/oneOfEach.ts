import type applicationInsights from 'applicationinsights-2';

/** Sends one item of each kind by an SDK with the calls of the second version, which the first has too, and waits until they are sent. */
export async function sendOneOfEach(sdk: typeof applicationInsights): Promise<void> {
  sdk.setup(process.env.CONNECTION_STRING ?? '').setInternalLogging(false, false);
  // The kinds below and nothing that the machine does, so that the rows can be counted.
  sdk.Configuration.setAutoCollectConsole(false)
    .setAutoCollectPerformance(false, false)
    .setAutoCollectRequests(false)
    .setAutoCollectDependencies(false)
    .setAutoCollectExceptions(false)
    .setAutoCollectHeartbeat(false)
    .start();

  const client = sdk.defaultClient;
  client.commonProperties = { shop: 'a' };
  client.context.tags['ai.session.id'] = 's1';
  client.context.tags['ai.cloud.role'] = 'store';
  const span = { duration: 1234, resultCode: '200', success: true };
  client.trackRequest({ ...span, name: 'GET /', url: 'http://localhost/', id: 'r1' });
  client.trackDependency({
    ...span,
    name: 'SELECT',
    data: 'SELECT 1',
    dependencyTypeName: 'SQL',
    target: 'db',
    success: false,
  });
  client.trackException({ exception: new TypeError('broken') });
  client.trackTrace({
    message: 'hello',
    severity: sdk.Contracts.SeverityLevel.Warning,
  });
  client.trackEvent({ name: 'bought', measurements: { items: 3 } });
  client.trackMetric({ name: 'sales', value: 6, count: 3, min: 1, max: 3 });
  client.trackPageView({ name: 'home', url: 'http://localhost/home', duration: 12 });
  client.trackAvailability({
    id: 'a1',
    name: 'ping',
    duration: 500,
    success: true,
    runLocation: 'here',
    message: 'fine',
  });

  await new Promise((resolve) => client.flush({ callback: resolve }));
  sdk.dispose();
}
