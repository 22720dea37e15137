import { toJson } from './answer.ts';
import type { Route } from './route.ts';

const headers = {
  'x-ms-qps-subscribed': 'false',
  // In ms: SDKs that obey it ask once a minute, and not every five seconds.
  'x-ms-qps-service-polling-interval-hint': '60000',
};

/** Read by the distro's client on every ping (`@azure/monitor-opentelemetry`, generated/api/operations.js). */
const emptyConfiguration = { ETag: '', Metrics: [], DocumentStreams: [], QuotaInfo: null };

/**
 * `POST /QuickPulseService.svc/ping` and `/post`, live metrics: nobody watches, so an SDK goes on asking and sends
 * nothing. All of today's use these paths: the distro, and `applicationinsights` 2 and 3.
 */
export const quickPulse: Route = {
  async take(_headers, readBody) {
    await readBody();
    return toJson(200, emptyConfiguration, headers);
  },
  refuse: ({ status, message }) => toJson(status, { Code: status, Message: message }, headers),
};
