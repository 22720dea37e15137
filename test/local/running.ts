import { onTestFinished } from 'vitest';
import { startStack } from '../../local/stack/stack.ts';
import type { StackCheck } from '../../local/stack/stackCheck.ts';
import { campingRequest } from '../e2e/startApp.ts';

/** Posts a request to the app's API. */
export const ask = (
  app: string | undefined,
  path = 'chat/completions',
  request: object = campingRequest,
) =>
  fetch(`${app}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });

/** A check of the health page, by its name; undefined while there is none. */
export const checkOf = async (insights: string | undefined, wanted = 'The local stack') => {
  const response = await fetch(`${insights}/api/health`);
  const { checks } = (response.ok ? await response.json() : { checks: [] }) as {
    checks: StackCheck[];
  };
  return checks.find(({ name }) => name === wanted);
};

/** Azurite, the model and the local Application Insights in this process, on a folder. */
export async function startServices(data: string) {
  const lines: string[] = [];
  const stack = await startStack({
    ports: { app: 0, insights: 0, model: 0, storage: 0 },
    data,
    services: true,
    build: false,
    onTrouble: (line) => lines.push(line),
  });
  onTestFinished(() => stack.stop());
  return { stack, lines };
}
