import { type Row, type Table, tables } from '../../ask/row.ts';
import { columns } from './logsQuery.ts';

/** A row of either schema in the form of the local Application Insights; undefined for a row of another table. */
export function toRow(names: readonly string[], values: readonly unknown[]): Row | undefined {
  const cells = new Map(names.map((name, index) => [name, values[index]]));
  const cell = (name: string): unknown =>
    [name, ...(columns[name] ?? [])]
      .map((each) => cells.get(each))
      .find((value) => value !== undefined && value !== null && value !== '');
  const itemType = toTable(`${cell('itemType')}`);
  if (itemType === undefined) return undefined;
  const texts = [
    'operation_Name',
    'id',
    'name',
    'type',
    'target',
    'resultCode',
    'session_Id',
    'cloud_RoleName',
    'message',
    'outerMessage',
  ].flatMap((name) => {
    const value = cell(name);
    return value === undefined ? [] : [[name, `${value}`]];
  });
  const [duration, success] = [cell('duration'), cell('success')];
  return {
    itemType,
    timestamp: toTime(cell('timestamp')),
    operation_Id: `${cell('operation_Id') ?? ''}`,
    operation_ParentId: `${cell('operation_ParentId') ?? ''}`,
    ...Object.fromEntries(texts),
    ...(duration === undefined ? {} : { duration: Number(duration) }),
    // It is a text in the component's tables, a boolean in the workspace's.
    ...(success === undefined ? {} : { success: /^true$/i.test(`${success}`) ? 'True' : 'False' }),
    customDimensions: mapValues(cell('customDimensions'), (value) =>
      typeof value === 'string' ? value : JSON.stringify(value),
    ),
    customMeasurements: mapValues(cell('customMeasurements'), Number),
  };
}

/** `request` and `AppRequests` are both `requests`. */
function toTable(itemType: string): Table | undefined {
  const plain = itemType.replace(/^App/, '').toLowerCase();
  return tables.find((table) => [plain, `${plain}s`, plain.replace(/y$/, 'ies')].includes(table));
}

function toTime(value: unknown): string {
  return value instanceof Date ? value.toISOString() : `${value ?? ''}`;
}

function mapValues<T>(value: unknown, map: (value: unknown) => T): Record<string, T> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, map(each)]));
}
