// The embedded model in a process of its own: aimock with our fixtures. Arguments: port, latency in ms.
//
// Faults on demand are aimock's: `POST {url}/__aimock/error` with {status, body} fails the next request,
// `POST {url}/__aimock/chaos` with {dropRate, malformedRate, rateLimitRate, disconnectRate, latencyMs} sets rates
// (`DELETE` ends them), and a single request can carry them as `x-aimock-chaos-*` headers.
import { LLMock } from '@copilotkit/aimock';
import { endWithParent } from '../process/endWithParent.ts';
import { createEmbeddings } from './embeddings.ts';
import { createFixtures } from './fixtures.ts';

const [port, latencyMs] = process.argv.slice(2).map(Number);
const model = new LLMock({
  port: port ?? 0,
  host: '127.0.0.1',
  // The journal keeps whole requests, which may be 8 MiB each.
  journalMaxEntries: 500,
});
model.addFixtures(createFixtures(latencyMs ?? 0));
model.mount('/v1/embeddings', createEmbeddings(latencyMs ?? 0));
endWithParent(() => process.exit(0));
await model.start();
console.log(`listening at ${model.url}`);
