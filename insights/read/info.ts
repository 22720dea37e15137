import { readFileSync } from 'node:fs';
import type { Info } from '../api.ts';
import type { BesideApp } from '../app.ts';
import { isChat } from '../genAi/attributes.ts';
import type { Row } from '../row.ts';
import { readStarts } from '../store/starts.ts';
import type { Store } from '../store/store.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

const looksAt = 50;

/** What pages say about the receiver itself, and about the app that runs beside it. */
export function readInfo(
  store: Store,
  addresses: Pick<Info, 'app' | 'connectionString' | 'otlpEndpoint'>,
  app: BesideApp | undefined,
): Info {
  return {
    version,
    ...addresses,
    starts: readStarts(store.database),
    rows: store.count(),
    evicted: store.evicted() ?? null,
    recordsContent:
      app?.recordsContent ?? recordsContent(store.rows('dependencies', { limit: looksAt })),
    embeddedModel: app?.embeddedModel ?? false,
    asksKey: app?.caller !== undefined,
  };
}

function recordsContent(rows: readonly Row[]): boolean | null {
  const chat = rows.find(isChat);
  return chat === undefined ? null : 'gen_ai.input.messages' in chat.customDimensions;
}
