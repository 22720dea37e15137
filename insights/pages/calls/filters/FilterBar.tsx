import type { Facets } from '../../../api.ts';
import { formatSpan } from '../../../format.ts';
import { searchFields } from '../../../search.ts';
import { isSorted, sorts } from '../../../view/urlState.ts';
import { isNarrow } from '../selection.ts';
import { AppFilter } from './AppFilter.tsx';
import { FilterSelect } from './FilterSelect.tsx';
import { filters, narrow } from './filters.ts';
import { SearchField } from './SearchField.tsx';
import { TimeFields, TimeFilter } from './TimeFilter.tsx';

const slownesses = [250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

const facetNames = ['function', 'model', 'assistant', 'caller', 'conversation'] as const;

/** Few apps have assistants, callers or conversations. */
const isAlwaysThere = (name: string) => name === 'function' || name === 'model';

/** What narrows the list; all of it is in the URL. */
export function FilterBar({
  facets,
  start,
}: {
  facets: Facets | undefined;
  start: string | undefined;
}) {
  const { outcome, app, minMs, all } = filters.value;
  const apps = facets?.apps ?? [];
  const outcomes = (facets?.outcomes ?? []).filter((each) => each !== 'failed');
  const slower = slownesses.includes(minMs) || minMs === 0 ? slownesses : [minMs, ...slownesses];
  return (
    <search class="filters">
      <SearchField
        q={filters.value.q}
        placeholder="/  text, any ID, status:failed, model:…"
        title={`Text, an ID, or fields: ${Object.keys(searchFields).join(', ')}, as status:failed`}
        onSearch={(q) => narrow({ q }, { replace: true })}
      />
      <div class="selects">
        <FilterSelect
          label="outcome"
          value={outcome}
          options={['failed', ...outcomes]}
          onChoose={(chosen) => narrow({ outcome: chosen })}
        />
        <AppFilter apps={apps} app={app} onChoose={(chosen) => narrow({ app: chosen })} />
        {facetNames.map((name) => {
          const options = facets?.[`${name}s`] ?? [];
          const value = filters.value[name];
          return (
            (isAlwaysThere(name) || options.length > 0 || value !== '') && (
              <FilterSelect
                key={name}
                label={name}
                value={value}
                options={options}
                onChoose={(chosen) => narrow({ [name]: chosen })}
              />
            )
          );
        })}
        <FilterSelect
          label="slower than"
          value={minMs === 0 ? '' : `${minMs}`}
          options={slower.map(String)}
          toText={(ms) => `≥ ${formatSpan(Number(ms))}`}
          onChoose={(chosen) => narrow({ minMs: Number(chosen) })}
        />
        <TimeFilter times={filters.value} start={start} onChoose={narrow} />
        {isNarrow.value && <SortSelect />}
        <button
          type="button"
          class={all === '' ? undefined : 'set'}
          aria-pressed={all === '1'}
          title="Also requests that are no calls: models, health, the state of a job"
          onClick={() => narrow({ all: all === '' ? '1' : '' })}
        >
          all requests
        </button>
      </div>
      <TimeFields times={filters.value} start={start} onChoose={narrow} />
      <FilterChips />
    </search>
  );
}

const orders = ['newest', 'longest', 'most tokens', 'dearest'];

/** The order, where the columns have no names to press. */
function SortSelect() {
  const { sort } = filters.value;
  return (
    <select
      aria-label="sort"
      class={isSorted(filters.value) ? 'set' : undefined}
      value={sort}
      onChange={({ currentTarget }) =>
        narrow({ sort: sorts.find((each) => each === currentTarget.value) ?? '', order: '' })
      }
    >
      {sorts.map((each, index) => (
        <option key={each} value={each}>
          {orders[index]} first
        </option>
      ))}
    </select>
  );
}

const names = ['code', 'session', 'job'] as const;

/** Filters that come by a link only, each with the button that takes it away. */
function FilterChips() {
  const set = names.filter((name) => filters.value[name] !== '');
  return set.map((name) => (
    <button
      key={name}
      type="button"
      class="chip"
      title={filters.value[name]}
      onClick={() => narrow({ [name]: '' })}
    >
      {name} <b>{filters.value[name]}</b> <span aria-hidden="true">✕</span>
      <span class="visually-hidden">: take away</span>
    </button>
  ));
}
