import type { ListedRow } from '../../api.ts';
import { kindNames } from '../../view/rowFilters.ts';
import { AppTag } from '../text/AppTag.tsx';
import { Level } from '../text/Level.tsx';
import { Time } from '../text/Time.tsx';
import { rowHref } from './rowHref.ts';

/** Rows as a table: each leads to its call. */
export function RowTable({ rows }: { rows: readonly ListedRow[] }) {
  const severalApps = new Set(rows.map(({ app }) => app)).size > 1;
  const columns = ['time', 'kind', 'level', ...(severalApps ? ['app'] : []), 'text'];
  return (
    <table>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col" class={name === 'text' ? 'text' : 'left'}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.seq}>
            <td class="left">
              <Time at={row.timestamp} />
            </td>
            <td class="left">{kindNames[row.kind]}</td>
            <td class="left">{row.severity !== null && <Level value={row.severity} />}</td>
            {severalApps && <td class="left">{row.app !== null && <AppTag name={row.app} />}</td>}
            <td class="text">
              <Said row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a row says: the way to its call, where it belongs to one. */
function Said({ row }: { row: ListedRow }) {
  const { name, text } = row;
  const href = rowHref(row);
  const said = (
    <>
      {name !== null && <strong>{name}</strong>} {text}
      {name === null && text === '' && <span class="dim">says nothing</span>}
    </>
  );
  if (href !== undefined) return <a href={href}>{said}</a>;
  return (
    <>
      {said} <span class="dim">of no call</span>
    </>
  );
}
