import { signal } from '@preact/signals';
import type { Health } from '../../api.ts';
import { getJson } from '../request.ts';
import { toFound } from './toFound.ts';

const everyMs = 30_000;

/** What the checks found last, for the header; asked only while the tab is seen. */
export const found = signal(toFound([]));

async function ask(): Promise<void> {
  if (document.hidden) return;
  const { checks } = await getJson<Health>('/api/health').catch(() => ({ checks: [] }));
  found.value = toFound(checks);
}

void ask();
setInterval(ask, everyMs);
