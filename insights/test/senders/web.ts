import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { listen } from '../../http/listen.ts';

const { resolve } = createRequire(import.meta.url);

/** The web SDKs, and the bundle of each that pages load by a script element. */
export const webSdks = {
  web3: { name: '@microsoft/applicationinsights-web', bundle: 'browser/es5/ai.3.gbl.min.js' },
  web2: { name: '@microsoft/applicationinsights-web-2', bundle: 'browser/ai.2.gbl.min.js' },
} as const;

/**
 * Opens a page with a web SDK, on a port of its own, that sends one of each kind to the receiver: a visit with its timings, a fetch, an
 * event, a trace, an exception and a metric. Ends when `sent` does.
 */
export async function visit(
  sdk: keyof typeof webSdks,
  receiverUrl: string,
  browser: Browser,
  sent: () => Promise<unknown>,
): Promise<void> {
  const { name, bundle } = webSdks[sdk];
  const folder = dirname(resolve(`${name}/package.json`));
  const script = await readFile(join(folder, bundle));
  const served = {
    '/ai.js': ['text/javascript', script],
    '/stock': ['application/json', '{}'],
    '/shop': ['text/html', toPage(receiverUrl)],
  } as const;
  const server = createServer(({ url }, response) => {
    const [type, body] = served[url as keyof typeof served] ?? ['text/plain', ''];
    response.setHeader('content-type', type).end(body);
  });
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  const page = await browser.newPage();
  try {
    await page.goto(`http://127.0.0.1:${port}/shop`);
    await page.waitForFunction('window.isSent');
    await sent();
  } finally {
    await page.close();
    server.close();
    server.closeAllConnections();
  }
}

function toPage(receiverUrl: string): string {
  const connectionString = `InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=${receiverUrl}/`;
  const config = {
    connectionString,
    disableFetchTracking: false,
    maxBatchInterval: 500,
  };
  return `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><script src="/ai.js"></script><script>
    const insights = new Microsoft.ApplicationInsights.ApplicationInsights({ config: ${JSON.stringify(config)} });
    insights.loadAppInsights();
    insights.addTelemetryInitializer((item) => {
      item.tags['ai.cloud.role'] = 'shop';
    });
    insights.trackPageView({ name: 'home' });
    addEventListener('load', () => setTimeout(async () => {
      await fetch('/stock');
      insights.trackEvent({ name: 'bought', properties: { shop: 'a' }, measurements: { items: 3 } });
      insights.trackTrace({ message: 'hello', severityLevel: 2 });
      insights.trackException({ exception: new TypeError('broken') });
      insights.trackMetric({ name: 'sales', average: 6 });
      insights.flush();
      window.isSent = true;
    }, 500));
  </script>`;
}
