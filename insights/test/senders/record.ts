// Records anew what the SDKs of this folder send, all or those that are named, from the root of the repository:
//   npm ci --prefix insights/test/senders --ignore-scripts
//   node --experimental-strip-types insights/test/senders/record.ts [NAME …]
// The web SDKs need a Chromium (insights/test/browser/findChromium.ts), those for .NET its SDK.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDotnet, runDotnet } from './dotnet.ts';
import { launch } from './launch.ts';
import { startModel } from './model.ts';
import { startRecorder } from './recorder.ts';
import { run } from './run.ts';
import { type Sender, type SenderName, senders } from './senders.ts';
import { visit } from './web.ts';

const named = process.argv.slice(2);
const model = await startModel();
for (const [name, sender] of Object.entries<Sender>(senders)) {
  if (named.length > 0 && !named.includes(name)) continue;
  await record(name as SenderName, sender);
}
await model.stop();

async function record(name: SenderName, sender: Sender): Promise<void> {
  const { protocol, script, web, dotnet, env } = sender;
  const recorder = await startRecorder(protocol);
  if (script !== undefined) await run(script, recorder.url, model.url, env);
  if (web !== undefined) {
    const browser = await launch();
    // Nothing tells when a page has sent all: its timings are last, and it waits half a second for more.
    await visit(web, recorder.url, browser, () => new Promise((done) => setTimeout(done, 2_000)));
    await browser.close();
  }
  if (dotnet !== undefined) {
    const folder = await mkdtemp(join(tmpdir(), 'senders-'));
    const program = await buildDotnet(folder);
    if (program === undefined) throw new Error('The packages for .NET cannot be had.');
    await runDotnet(program, dotnet, recorder.url);
    await rm(folder, { recursive: true });
  }
  await recorder.stop();
  const json = JSON.stringify(recorder.requests, null, 2);
  await writeFile(join(import.meta.dirname, `recorded/${name}.json`), `${json}\n`);
  process.stdout.write(`${name}: ${recorder.requests.length} requests, ${json.length} bytes\n`);
}
