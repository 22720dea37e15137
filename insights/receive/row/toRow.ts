import { parseRow } from '../../parseRow.ts';
import type { Row } from '../../row.ts';
import type { Item } from '../parseItem.ts';
import { defined, number, pairs, text } from '../untrusted.ts';
import { columnsOf } from './columns.ts';
import { contextColumns } from './contextColumns.ts';

/** The row of an item, in the columns of its table; the reason when a value of it cannot be kept. */
export function toRow({ table, timestamp, iKey, itemCount, tags, base }: Item): Row | string {
  const row = defined({
    itemType: table,
    timestamp,
    operation_Id: text(tags['ai.operation.id']) ?? '',
    operation_ParentId: text(tags['ai.operation.parentId']) ?? '',
    ...contextColumns(tags),
    iKey,
    itemCount,
    ...columnsOf[table](base),
    customDimensions: pairs(base.properties, dimension),
    customMeasurements: pairs(base.measurements, number),
  });
  return parseRow(row);
}

/** Dimensions are text; what is no scalar stands there as JSON. */
function dimension(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null
    ? JSON.stringify(value).toWellFormed()
    : text(value);
}
