import { type ComponentType, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CallsPage } from './calls/CallsPage.tsx';
import { isGroups } from './groups/Lists.tsx';
import { Header } from './Header.tsx';
import { followLinks, path } from './location.ts';
import { lastHeard, lostSince } from './request.ts';
import { useNow } from './useNow.ts';

type Load = () => Promise<ComponentType<{ id: string }>>;

const loadLists: Load = async () => (await import('./laterPages.ts')).GroupsPage;
const loadCall: Load = async () => (await import('./laterPages.ts')).CallPage;

/** Pages that are loaded when they are opened: the first page needs none of them. */
const later: Readonly<Record<string, Load>> = {
  calls: loadCall,
  overview: async () => (await import('./overview/OverviewPage.tsx')).OverviewPage,
  health: async () => (await import('./laterPages.ts')).HealthPage,
  try: async () => (await import('./laterPages.ts')).TryPage,
  conversations: async () => (await import('./laterPages.ts')).ConversationPage,
  sessions: async () => (await import('./laterPages.ts')).SessionPage,
  jobs: async () => (await import('./laterPages.ts')).JobPage,
  errors: loadLists,
};

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
  if (kind === '' || (kind === 'calls' && id === '')) return <CallsPage />;
  const load = id === '' && isGroups(kind) ? loadLists : later[kind];
  return load ? (
    <LaterPage key={kind + id} load={load} id={load === loadLists ? kind : id} />
  ) : (
    <Missing />
  );
}

/** A page that was loaded shows at once. */
const loaded = new Map<Load, ComponentType<{ id: string }>>();

function LaterPage({ load, id }: { load: Load; id: string }) {
  const [Loaded, setLoaded] = useState(() => loaded.get(load));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    load().then(
      (page) => {
        loaded.set(load, page);
        if (wanted) setLoaded(() => page);
      },
      () => setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [load]);
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
  loadCall()
    .then((page) => loaded.set(loadCall, page))
    .catch(() => {}); // it loads again when it is needed
}, soonMs);
