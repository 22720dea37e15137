import type { Info, StoredRow } from '../../../api.ts';
import { timeOf } from '../../../time.ts';
import type { Asked } from '../../../view/again/asked.ts';
import { toSnippet } from '../../../view/again/snippets.ts';
import { type Kql, type KqlSubject, toKql } from '../../../view/kql.ts';
import { toPerfetto } from '../../../view/perfetto.ts';
import { path, query } from '../../location.ts';
import { getJson, getText } from '../../request.ts';
import { saveText } from '../../text/saveText.ts';
import { wholeRows } from '../rows/wholeRow.ts';

/**
 * A call in each form in which it can leave the page; long dimensions are asked for first. JSON is one line, as `/api/import`
 * takes it. Reject with `RequestFailed`.
 */
export const asText = {
  json: async (rows: readonly StoredRow[]) => JSON.stringify({ items: await wholeRows(rows) }),
  markdown: readMarkdown,
  perfetto: async (rows: readonly StoredRow[]) => toPerfetto(await wholeRows(rows)),
};

/** The receiver writes it, as it does for assistants. */
function readMarkdown(): Promise<string> {
  const session = encodeURIComponent(query.value.get('session') ?? '');
  return getText(`/api/operations/${path.value.split('/')[2]}.md?session=${session}`);
}

/** A request as something to run. Rejects as `getJson`. */
export async function readSnippet(form: 'curl' | 'node' | 'python', asked: Asked): Promise<string> {
  return toSnippet(form, asked, await getJson<Info>('/api/info'));
}

const files = {
  json: { type: 'application/json', ending: 'json' },
  markdown: { type: 'text/markdown', ending: 'md' },
  perfetto: { type: 'application/json', ending: 'perfetto.json' },
} as const;

/** Saves a call as a file, named after it. Rejects with `RequestFailed`. */
export async function saveCall(
  form: keyof typeof asText,
  id: string,
  rows: readonly StoredRow[],
): Promise<void> {
  const { type, ending } = files[form];
  saveText(`callspan-${id.slice(0, 8)}.${ending}`, type, await asText[form](rows));
}

/** The query that finds these rows in Application Insights. */
export function kqlOf(subject: KqlSubject, rows: readonly StoredRow[]): Kql {
  const starts = rows.map(timeOf);
  const ends = rows.map(({ timestamp, duration }) => timeOf({ timestamp }) + (duration ?? 0));
  const now = Date.now();
  return toKql(subject, {
    from: starts.reduce((least, ms) => Math.min(least, ms), now),
    to: ends.reduce((most, ms) => Math.max(most, ms), 0) || now,
  });
}
