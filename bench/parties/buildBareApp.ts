import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The peer: one HTTP function that passes a question to the same model with `fetch`, and nothing else. */
const source = `
import { app } from '@azure/functions';
app.setup({ enableHttpStream: true });
app.http('ask', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'v1/chat/completions',
  handler: async (request) => {
    const { messages } = await request.json();
    const response = await fetch(process.env.AZURE_AI_INFERENCE_ENDPOINT + '/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o', messages }),
    });
    return { jsonBody: await response.json() };
  },
});`;

/** Builds the bare one-function app into a folder, bundled as ours is. */
export async function buildBareApp(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    outfile: join(folder, 'main.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['@azure/functions-core'],
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'error',
  });
  await writeFile(join(folder, 'package.json'), '{"main":"main.js","type":"commonjs"}\n');
  await writeFile(join(folder, 'host.json'), '{"version":"2.0"}\n');
}
