import { signal } from '@preact/signals';
import type { Health } from '../../api.ts';
import { getJson } from '../request.ts';

const everyMs = 30_000;

/** How many checks of the telemetry itself found something, for the header; asked only while the tab is seen. */
export const healthProblems = signal(0);

async function ask(): Promise<void> {
  if (document.hidden) return;
  const { checks } = await getJson<Health>('/api/health').catch(() => ({ checks: [] }));
  healthProblems.value = checks.filter(({ state }) => state !== 'ok').length;
}

void ask();
setInterval(ask, everyMs);
