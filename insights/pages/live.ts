import { signal } from '@preact/signals';
import type { LiveEvent, OperationList } from '../api.ts';
import { getJson, heard } from './request.ts';

/** What is told of each change. The first event of a connection holds nothing, but says where it begins. */
export type LiveListener = (event: LiveEvent) => void;

/** How changes come: as a stream, by asking each second since the receiver has no stream left for this tab, or not now. */
export const liveBy = signal<'stream' | 'asking' | undefined>(undefined);

const everyMs = 1_000;
const atOnce = 1_000;
const atFirst = 100;

const listeners = new Set<LiveListener>();
/** Up to here all is told; kept while the tab is hidden, so that nothing is missed. */
let seq: number | undefined;
let connection: AbortController | undefined;

/**
 * Tells of what changes at the receiver, as long as the tab is seen: one stream for the whole tab, closed while it is hidden
 * and resumed where it was. Gives what ends that.
 */
export function onLive(listener: LiveListener): () => void {
  listeners.add(listener);
  if (listeners.size === 1) start();
  else if (seq !== undefined) listener({ seq, items: [] });
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    disconnect();
    document.removeEventListener('visibilitychange', followVisibility);
    seq = undefined;
  };
}

function start(): void {
  document.addEventListener('visibilitychange', followVisibility);
  followVisibility();
}

function followVisibility(): void {
  if (document.hidden) disconnect();
  else if (connection === undefined) connect();
}

function connect(): void {
  connection = new AbortController();
  stream(connection.signal);
}

function disconnect(): void {
  connection?.abort();
  connection = undefined;
  liveBy.value = undefined;
}

function tell(event: LiveEvent): void {
  seq = event.seq;
  for (const listener of listeners) listener(event);
}

/** The browser resumes a stream that broke by itself; one that was refused is closed for good. */
function stream(aborted: AbortSignal): void {
  const source = new EventSource('/api/live');
  let isFirst = true;
  let told = Promise.resolve();
  aborted.addEventListener('abort', () => source.close());
  source.addEventListener('open', () => {
    heard(true);
    liveBy.value = 'stream';
  });
  source.addEventListener('message', ({ data }) => {
    const event: LiveEvent = JSON.parse(data);
    heard(true);
    const next = isFirst ? () => resume(event, aborted) : () => tell(event);
    told = told.then(() => (aborted.aborted ? undefined : next()));
    isFirst = false;
  });
  source.addEventListener('error', () => {
    liveBy.value = undefined;
    if (source.readyState === EventSource.CLOSED) void ask(aborted);
    else heard(false);
  });
}

/** A new stream does not know what its page has seen: the page asks for what is between. */
async function resume(first: LiveEvent, aborted: AbortSignal): Promise<void> {
  const since = seq;
  if (since === undefined || since === first.seq) return tell(first);
  if (since > first.seq) return tell({ ...first, reset: true });
  const missed = await readChanges(since, aborted).catch(() => undefined);
  if (aborted.aborted) return;
  tell(missed && missed.reset === undefined ? missed : { ...first, reset: true });
}

/**
 * Asks each second in place of a stream. No change tells that everything was deleted, so the number of calls is looked at
 * too; and who was away may be another receiver, whose numbers start again.
 */
async function ask(aborted: AbortSignal): Promise<void> {
  let isAnew = false;
  let hadCalls = false;
  while (!aborted.aborted) {
    try {
      const last = await readLast(aborted);
      const isEmptied = hadCalls && !last.hasCalls;
      const event =
        seq === undefined || isAnew || isEmptied ? last.event : await readChanges(seq, aborted);
      if (aborted.aborted) return;
      if (isAnew || isEmptied) tell({ ...event, reset: true });
      else if (seq === undefined || event.reset || event.items.length > 0) tell(event);
      liveBy.value = 'asking';
      hadCalls = last.hasCalls;
      isAnew = false;
    } catch {
      liveBy.value = undefined;
      isAnew = true;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

async function readChanges(since: number, aborted: AbortSignal): Promise<LiveEvent> {
  const url = `/api/operations?changedSince=${since}&limit=${atOnce}`;
  const { items, next } = await getJson<OperationList>(url, aborted);
  const last = lastSeq(items, since);
  return next === null ? { seq: last, items } : { seq: last, items: [], reset: true };
}

/** Where things are now, as far as the latest calls tell; what is before comes with the next question. */
async function readLast(aborted: AbortSignal): Promise<{ event: LiveEvent; hasCalls: boolean }> {
  const latest = seq === undefined ? atFirst : 1;
  const { items } = await getJson<OperationList>(`/api/operations?limit=${latest}`, aborted);
  return { event: { seq: lastSeq(items, 0), items: [] }, hasCalls: items.length > 0 };
}

function lastSeq(items: OperationList['items'], otherwise: number): number {
  return items.reduce((last, item) => Math.max(last, item.seq), otherwise);
}
