import type { Facets, Info } from '../../api.ts';
import { kindNames, leastSeverities, type RowFilters } from '../../view/rowFilters.ts';
import { AppFilter } from '../calls/filters/AppFilter.tsx';
import { FilterSelect } from '../calls/filters/FilterSelect.tsx';
import { SearchField } from '../calls/filters/SearchField.tsx';
import { TimeFields, TimeFilter } from '../calls/filters/TimeFilter.tsx';
import { useJson } from '../request.ts';
import { filters, narrow } from './filters.ts';

/** What narrows the list of rows; all of it is in the URL. */
export function RowFilterBar() {
  const { q, kind, severity, app } = filters.value;
  const apps = useJson<Facets>('/api/facets?all=1').value?.apps ?? [];
  const start = useJson<Info>('/api/info').value?.starts[0];
  const time = { times: filters.value, start, onChoose: narrow };
  return (
    <search class="filters">
      <SearchField
        q={q}
        placeholder="/  text, any ID"
        title="Text in messages, names, dimensions and IDs"
        onSearch={(asked) => narrow({ q: asked }, { replace: true })}
      />
      <div class="selects">
        <FilterSelect
          label="kind"
          value={kind}
          options={Object.keys(kindNames)}
          toText={(name) => kindNames[name as keyof typeof kindNames]}
          onChoose={(chosen) => narrow({ kind: chosen as RowFilters['kind'] })}
        />
        <FilterSelect
          label="severity"
          value={severity}
          options={leastSeverities}
          toText={(name) => `≥ ${name}`}
          onChoose={(chosen) => narrow({ severity: chosen })}
        />
        <AppFilter apps={apps} app={app} onChoose={(chosen) => narrow({ app: chosen })} />
        <TimeFilter {...time} />
      </div>
      <TimeFields {...time} />
    </search>
  );
}
