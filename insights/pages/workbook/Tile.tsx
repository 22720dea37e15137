import type { WorkbookTile } from '../../alertsApi.ts';
import { QueryLink } from '../query/QueryLink.tsx';
import { grainOf } from './formatRange.ts';
import { TileChart } from './TileChart.tsx';
import { TileTable } from './TileTable.tsx';
import { toTileChart } from './toTileChart.ts';
import { useTile } from './useTile.ts';

/** A tile of a workbook: its title, and what its query gives as a chart or a table. */
export function Tile({
  tile,
  range,
  asked,
  parameters,
  choose,
}: {
  tile: WorkbookTile;
  range: number;
  asked: number;
  parameters: Readonly<Record<string, string>>;
  choose: (parameter: string, value: string) => void;
}) {
  const [grain, grainMs] = grainOf(range);
  // What is put into a text of KQL must not end it.
  const fill = (text: string, quote: (value: string) => string) =>
    text.replace(/\{(\w+)(:\w+)?\}/g, (whole, name: string, of: string | undefined) =>
      of === ':grain' ? grain : parameters[name] === undefined ? whole : quote(parameters[name]),
    );
  const query = fill(tile.query ?? '', (value) => JSON.stringify(value).slice(1, -1));
  const { table, error } = useTile(query, range, asked);
  const title = fill(tile.title, (value) => value);
  const heading = `tile-${tile.name}`;
  const times = { from: asked - range, to: asked, stepMs: grainMs };
  const chart =
    table && tile.visualization !== 'table' ? toTileChart(tile, title, table, times) : undefined;
  return (
    <section
      class={tile.width < 100 ? 'workbook-tile' : 'workbook-tile is-wide'}
      aria-labelledby={chart ? undefined : heading}
      aria-busy={table === undefined && error === undefined}
    >
      {!chart && <h2 id={heading}>{title}</h2>}
      <QueryLink query={query} of={title} look="more" />
      {error && <p class="error">{error}</p>}
      {chart && <TileChart {...chart} />}
      {table && !chart && <TileTable title={title} table={table} tile={tile} choose={choose} />}
    </section>
  );
}
