import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Once it was loaded, it shows at once. */
let loaded: ComponentType | undefined;

/** `/query`: its parts are loaded when it is opened, which no other page has to wait for. */
export function QueryPage(_: { id: string }) {
  const [Loaded, setLoaded] = useState(() => loaded);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    load().then(
      (view) => {
        loaded = view;
        if (wanted) setLoaded(() => view);
      },
      () => setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, []);
  if (failed) {
    return (
      <main class="page">
        <p role="alert">This page could not be loaded.</p>
      </main>
    );
  }
  return Loaded ? <Loaded /> : <main class="page" aria-busy="true" />;
}

async function load(): Promise<ComponentType> {
  const [{ QueryView }] = await Promise.all([import('./QueryView.tsx'), loadStyles()]);
  return QueryView;
}

/** The styles are a file of their own, as the first page needs none of them. Rejects when they do not come. */
function loadStyles(): Promise<void> {
  const href = '/assets/query.css';
  if (document.querySelector(`link[href="${href}"]`) !== null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error('The styles did not come.'));
    };
    document.head.append(link);
  });
}
