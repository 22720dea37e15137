import { formatClock } from '../../view/clock.ts';
import { clockPlace } from '../text/clockPlace.ts';
import { columns } from './table/ColumnNames.tsx';

/** Between the calls before and after a start of the app. */
export function StartRow({ startedAt, rowIndex }: { startedAt: string; rowIndex: number }) {
  return (
    <tr class="start" aria-rowindex={rowIndex}>
      <td colSpan={columns.length} title={startedAt}>
        <span>app started {formatClock(startedAt, clockPlace()).replace(/\.\d+$/, '')}</span>
      </td>
    </tr>
  );
}
