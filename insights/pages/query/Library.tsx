import { useState } from 'preact/hooks';
import type { NamedQuery } from '../../queryApi.ts';
import { queryExamples } from '../../view/queryExamples.ts';
import { useJson } from '../request.ts';
import { dropQuery, recent, saved } from './kept.ts';

/** Queries to begin with: this browser's own, those of the project beside the receiver, and general ones. */
export function Library({ onChoose }: { onChoose: (query: string) => void }) {
  const [find, setFind] = useState('');
  const ofProject = useJson<{ items: readonly NamedQuery[] }>('/api/queries').value?.items ?? [];
  const groups = [
    { title: 'Saved', queries: saved.value, drop: true },
    { title: 'Recent', queries: recent.value },
    { title: 'Project', queries: ofProject },
    { title: 'Examples', queries: queryExamples },
  ];
  const wanted = find.trim().toLowerCase();
  const fits = ({ name, query }: NamedQuery) => `${name}\n${query}`.toLowerCase().includes(wanted);
  const shown = groups
    .map((group) => ({ ...group, queries: group.queries.filter(fits) }))
    .filter(({ queries }) => queries.length > 0);
  return (
    <section class="query-library" aria-labelledby="library-title">
      <h2 id="library-title">Queries</h2>
      <input
        type="search"
        aria-label="Find a query"
        placeholder="find a query"
        value={find}
        onInput={({ currentTarget }) => setFind(currentTarget.value)}
      />
      {shown.length === 0 && <p class="dim">No query holds “{find}”.</p>}
      {shown.map(({ title, queries, drop }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul>
            {queries.map(({ name, query }) => (
              <li key={title === 'Recent' ? query : name}>
                <button
                  type="button"
                  class="quiet"
                  title={query.slice(0, 1_000)}
                  onClick={() => onChoose(query)}
                >
                  {name}
                </button>
                {drop && (
                  <button
                    type="button"
                    class="quiet drop"
                    aria-label={`Remove ${name}`}
                    onClick={() => dropQuery(name)}
                  >
                    ✕
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
