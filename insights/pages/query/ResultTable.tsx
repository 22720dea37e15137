import type { QueryResult } from '../../queryApi.ts';

/** The rows of a result. */
export function ResultTable({ result }: { result: QueryResult }) {
  return (
    <table>
      <thead>
        <tr>
          {result.columns.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {result.rows.slice(0, 200).map((row, at) => (
          <tr key={at}>
            {row.map((cell, column) => (
              <td key={column}>{cell === null ? '' : String(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
