import { build } from '../scripts/build.ts';
import { installPackages } from '../scripts/installPackages.ts';
import { compare } from './api/compare.ts';
import { compareEmbeddings } from './api/compareEmbeddings.ts';
import { compareQueues } from './api/compareQueues.ts';
import { compareResponses } from './api/compareResponses.ts';

// The app against Portkey's gateway, against a bare node:http pipe, and its queue against a bare loop: the same stub model
// of 0 ms, in turns, telemetry on. CPU time is user and system time of the processes, so it is not the model's, nor the
// load's, nor the ingestion server's. Through the built-in host it includes the host.

const chat = { count: 4_000, stream: false };
const streams = { count: 300, stream: true };
const streaming = { warmUp: [chat, { ...streams, count: 600 }], round: streams };

const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  chat: () =>
    compare({
      name: 'chat',
      peer: 'Portkey',
      warmUp: [chat, chat],
      round: chat,
      cpuAtMost: 0.35,
      perSecondAtLeast: 3,
    }),
  stream: () => compare({ name: 'stream', peer: 'Portkey', ...streaming, cpuAtMost: 0.4 }),
  pipe: () => compare({ name: 'pipe', peer: 'pipe', ...streaming, cpuAtMost: 1.5 }),
  responses: async () => {
    await compareResponses(chat, chat);
    await compareResponses(streams, { ...streams, count: 600 });
  },
  queue: compareQueues,
  embeddings: compareEmbeddings,
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in scenarios));
if (unknown.length > 0) {
  throw new Error(`No such scenario: ${unknown.join(', ')}. There are ${Object.keys(scenarios)}.`);
}
if (process.platform !== 'linux') {
  throw new Error('The CPU time of the worker under the host is read from /proc: Linux only.');
}
installPackages('bench/peers');
await build();
for (const [name, scenario] of Object.entries(scenarios)) {
  if (chosen.length === 0 || chosen.includes(name)) await scenario();
}
