import { toJson } from './answer.ts';
import { ingest } from './ingest.ts';
import type { Route } from './route.ts';

/** `POST /v2.1/track` and `/v2/track`, the ingestion protocol of Application Insights. */
export const track: Route = {
  async take(_headers, readBody, accept) {
    const { rows, refused, cut, azureRefuses, answer, status } = ingest(await readBody());
    accept(rows, { refused, cut, azureRefuses });
    return toJson(status, answer);
  },
  refuse({ status, message }) {
    const errors = [{ index: 0, statusCode: status, message }];
    return toJson(status, { itemsReceived: 0, itemsAccepted: 0, errors });
  },
};
