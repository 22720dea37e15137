import { useState } from 'preact/hooks';
import type { Workbook } from '../../alertsApi.ts';
import { navigate, query } from '../location.ts';
import { useJson } from '../request.ts';
import { RichText } from '../text/RichText.tsx';
import { formatRange } from './formatRange.ts';
import { Tile } from './Tile.tsx';

/** `/workbook`: the tiles of the app's deployed workbook, over what is kept here. The address holds range and parameters. */
export function WorkbookPage(_: { id: string }) {
  const { value, error } = useJson<Workbook>('/api/workbook');
  const [asked, setAsked] = useState(Date.now());
  const range = Number(query.value.get('range')) || value?.range || 0;
  const parameters = Object.fromEntries(query.value);
  const to = (changes: Readonly<Record<string, string>>) =>
    `/workbook?${new URLSearchParams({ ...parameters, ...changes })}`;
  const shown = value?.tiles.filter(({ needs }) => needs === null || parameters[needs]) ?? [];
  return (
    <main class="page workbook" aria-busy={value === undefined && error === undefined}>
      <div class="overview-head">
        <h1>{value?.title ? `Workbook ${value.title}` : 'Workbook'}</h1>
        <nav class="ranges" aria-label="Range">
          {value?.ranges.map((ms) => (
            <a
              key={ms}
              href={to({ range: `${ms}` })}
              aria-current={ms === range ? 'true' : undefined}
            >
              {formatRange(ms)}
            </a>
          ))}
          <button type="button" onClick={() => setAsked(Date.now())}>
            Ask again
          </button>
        </nav>
      </div>
      {error && <p>{error.message}</p>}
      <div class="workbook-tiles">
        {shown.map((tile) =>
          tile.text === null ? (
            <Tile
              key={tile.name}
              tile={tile}
              range={range}
              asked={asked}
              parameters={parameters}
              choose={(parameter, chosen) => navigate(to({ [parameter]: chosen }))}
            />
          ) : (
            <div key={tile.name} class="workbook-text">
              <RichText text={tile.text} />
            </div>
          ),
        )}
      </div>
    </main>
  );
}
