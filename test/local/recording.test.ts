import { describe, expect, it } from 'vitest';
import type { Info, StoredRow } from '../../insights/api.ts';
import { startReceiver } from '../receiver.ts';
import { until } from '../time/until.ts';
import { runStart } from './runStart.ts';

const name = 'AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED';
const canary = 'canary 4711 on the summit';

/** Starts the stack with settings, asks its app, and gives the texts of the rows that `read` finds. */
async function ask(
  settings: Record<string, string>,
  read: (insights: string) => Promise<readonly object[]>,
) {
  const run = await runStart(['--app-port', '0'], settings);
  const { app, insights } = await run.ready();
  const response = await fetch(`${app}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: canary }] }),
  });
  expect(response.status).toBe(200);
  const rows = await until(
    'the rows of the call',
    () => read(`${insights}`),
    (found) => JSON.stringify(found).includes('generate_completion'),
  );
  const end = async () => {
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
  };
  return { rows: JSON.stringify(rows), insights, output: run.output, end };
}

async function get<Body>(url: string): Promise<Body> {
  return (await fetch(url)).json() as Promise<Body>;
}

const embedded = async (insights: string) =>
  (await get<{ items: readonly StoredRow[] }>(`${insights}/api/tables/dependencies`)).items;

const says = async (insights: string | undefined) =>
  (await get<Info>(`${insights}/api/info`)).recordsContent;

describe('what npm start records', () => {
  it('are prompts and answers, where the setting is empty and telemetry stays here', async () => {
    const { rows, insights, output, end } = await ask({}, embedded);
    expect(rows).toContain(canary);
    expect(await says(insights)).toBe(true);
    expect(output()).toMatch(/^prompts +recorded/m);
    await end();
  });

  it('are none where the setting says so', async () => {
    const { rows, insights, output, end } = await ask({ [name]: 'false' }, embedded);
    expect(rows).not.toContain(canary);
    expect(await says(insights)).toBe(false);
    expect(output()).toMatch(/^prompts +not recorded/m);
    await end();
  });

  it('are none with a copied sample and a connection string of one’s own', async () => {
    const cloud = await startReceiver();
    const settings = { APPLICATIONINSIGHTS_CONNECTION_STRING: cloud.connectionString };
    const { rows, output, end } = await ask(settings, () => cloud.rows('dependencies'));
    expect(rows).not.toContain(canary);
    expect(output()).toMatch(/^prompts +not recorded/m);
    await end();
    expect(
      JSON.stringify([await cloud.rows('dependencies'), await cloud.rows('traces')]),
    ).not.toContain(canary);
    await cloud.stop();
  });
});
