import { type ComponentType, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CallsPage } from './calls/CallsPage.tsx';
import { Header } from './Header.tsx';
import { isGroups } from './Lists.tsx';
import { followLinks, path } from './location.ts';
import { lastHeard, lostSince } from './request.ts';
import { useNow } from './useNow.ts';

type LaterPages = typeof import('./laterPages.ts');

/** Pages that are loaded when they are opened: the first page needs none of them. */
const later: Readonly<Record<string, readonly [name: keyof LaterPages, title: string]>> = {
  calls: ['CallPage', 'Call'],
  overview: ['OverviewPage', 'Overview'],
  query: ['QueryPage', 'Query'],
  health: ['HealthPage', 'Health'],
  try: ['TryPage', 'Try it'],
  conversations: ['ConversationPage', 'Conversation'],
  sessions: ['SessionPage', 'Session'],
  jobs: ['JobPage', 'Job'],
  compare: ['ComparePage', 'Compare'],
  alerts: ['AlertsPage', 'Alerts'],
  workbook: ['WorkbookPage', 'Workbook'],
  rows: ['RowsPage', 'Rows'],
};

const lists = {
  conversations: 'Conversations',
  jobs: 'Jobs',
  callers: 'Callers',
  errors: 'Errors',
} as const;

/** A name from a path; one that cannot be decoded stays as it is. */
function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function Page() {
  const [, kind = '', name = ''] = path.value.split('/');
  const id = decode(name);
  const isFirst = kind === '' || (kind === 'calls' && id === '');
  const list = isGroups(kind) && (kind === 'errors' || id === '') ? kind : undefined;
  const [page, title] =
    list !== undefined
      ? (['GroupsPage', lists[list]] as const)
      : Object.hasOwn(later, kind)
        ? (later[kind] ?? [])
        : [];
  useEffect(() => {
    document.title = `${isFirst ? 'Calls' : (title ?? 'Not found')} – Callspan`;
  }, [isFirst, title]);
  if (isFirst) return <CallsPage />;
  if (page === undefined) return <Missing />;
  return <LaterPage key={kind + id} name={page} id={list ?? id} />;
}

/** Once they were loaded, they show at once. */
let loaded: LaterPages | undefined;

async function loadLater(): Promise<LaterPages> {
  loaded ??= await import('./laterPages.ts');
  return loaded;
}

function LaterPage({ name, id }: { name: keyof LaterPages; id: string }) {
  const [pages, setPages] = useState(loaded);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    loadLater().then(
      (all) => {
        if (wanted) setPages(all);
      },
      () => setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, []);
  const Loaded: ComponentType<{ id: string }> | undefined = pages?.[name];
  if (failed) return <NotLoaded />;
  return Loaded ? <Loaded id={id} /> : <main class="page" aria-busy="true" />;
}

/** The receiver is away, or it was replaced by one with other pages. */
function NotLoaded() {
  return (
    <main class="page">
      <p role="alert">This page could not be loaded.</p>
      <button type="button" onClick={() => location.reload()}>
        Load again
      </button>
    </main>
  );
}

function Missing() {
  return (
    <main class="page">
      <h1>Not here</h1>
      <p>
        There is no such page. <a href="/calls">All calls</a>
      </p>
    </main>
  );
}

/** Says since when the receiver has not answered, and how old the page is. */
function LostBanner() {
  const since = lostSince.value;
  const now = useNow(1_000, since !== undefined);
  if (since === undefined) return null;
  const seconds = Math.max(0, Math.round((now - since) / 1_000));
  const from = new Date(lastHeard.value).toLocaleTimeString();
  return (
    <p class="lost" role="alert">
      Lost the receiver {seconds} s ago; trying again. What you see is from {from}.
    </p>
  );
}

function App() {
  return (
    <>
      <Header />
      <LostBanner />
      <Page />
    </>
  );
}

document.addEventListener('click', followLinks);
const root = document.getElementById('app');
if (root) render(<App />, root);

/** The page of a call loads early: a click should not wait for it. */
const soonMs = 500;
setTimeout(() => {
  loadLater().catch(() => {}); // it loads again when it is needed
}, soonMs);
