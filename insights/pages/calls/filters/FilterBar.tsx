import type { Facets } from '../../../api.ts';
import { formatSpan } from '../../../format.ts';
import { FilterChips } from '../FilterChips.tsx';
import { FilterSelect } from '../FilterSelect.tsx';
import { TimeFields } from '../TimeFields.tsx';
import { filters, narrow } from './filters.ts';
import { SearchField } from './SearchField.tsx';
import { TimeFilter } from './TimeFilter.tsx';

const slownesses = [250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

/** What narrows the list; all of it is in the URL. */
export function FilterBar({
  facets,
  start,
}: {
  facets: Facets | undefined;
  start: string | undefined;
}) {
  const { outcome, function: name, model, minMs } = filters.value;
  const outcomes = (facets?.outcomes ?? []).filter((each) => each !== 'failed');
  const slower = slownesses.includes(minMs) || minMs === 0 ? slownesses : [minMs, ...slownesses];
  return (
    <search class="filters">
      <SearchField />
      <div class="selects">
        <FilterSelect
          label="outcome"
          value={outcome}
          options={['failed', ...outcomes]}
          onChoose={(chosen) => narrow({ outcome: chosen })}
        />
        <FilterSelect
          label="function"
          value={name}
          options={facets?.functions ?? []}
          onChoose={(chosen) => narrow({ function: chosen })}
        />
        <FilterSelect
          label="model"
          value={model}
          options={facets?.models ?? []}
          onChoose={(chosen) => narrow({ model: chosen })}
        />
        <FilterSelect
          label="slower than"
          value={minMs === 0 ? '' : `${minMs}`}
          options={slower.map(String)}
          toText={(ms) => `≥ ${formatSpan(Number(ms))}`}
          onChoose={(chosen) => narrow({ minMs: Number(chosen) })}
        />
        <TimeFilter start={start} />
      </div>
      <TimeFields start={start} />
      <FilterChips />
    </search>
  );
}
