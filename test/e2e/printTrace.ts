import type { Row } from './startApp.ts';

/** Columns, dimensions and measurements that differ from run to run. */
const volatile = new Set([
  'duration',
  'faas.coldstart',
  'tokensPerSecond',
  'timeToFirstTokenMs',
  'gen_ai.response.time_to_first_chunk',
]);

/** Columns that the tree or the heading of a row already shows, or that do not matter here. */
const hidden = new Set([
  'itemType',
  'itemCount',
  'name',
  'message',
  'timestamp',
  'id',
  'operation_Id',
  'operation_ParentId',
  'iKey',
  'sdkVersion',
  'cloud_RoleInstance',
  'customDimensions',
  'customMeasurements',
]);

/**
 * The rows of one invocation as text: a tree by parents, and under each row all its columns, dimensions and
 * measurements in alphabetical order, except IDs and times. Of values that differ from run to run only the names are
 * shown.
 */
export function printTrace(rows: readonly Row[]): string {
  const ids = new Set(rows.map(({ id }) => id).filter(Boolean));
  const roots = rows.filter((row) => !ids.has(row.operation_ParentId));
  return `${roots.flatMap((row) => printRow(row, rows, '')).join('\n')}\n`;
}

function printRow(row: Row, rows: readonly Row[], indent: string): string[] {
  const heading = `${indent}${row.itemType}  ${masked(row.name ?? row.message ?? row.type)}`;
  const children = rows
    .filter(({ operation_ParentId }) => row.id && operation_ParentId === row.id)
    .sort((a, b) => order(a).localeCompare(order(b)));
  return [
    heading,
    ...fields(row).map((line) => `${indent}    ${line}`),
    ...children.flatMap((child) => printRow(child, rows, `${indent}  `)),
  ];
}

/** Orders an assistant's step: calls to the model before the tools. */
function order({ itemType, name, customDimensions }: Row): string {
  const step = customDimensions['app.step'] ?? '';
  return `${itemType}${step}${customDimensions['app.attempt'] ?? 'z'}${name}`;
}

function fields(row: Row): string[] {
  const columns = Object.entries(row).filter(([key, value]) => !hidden.has(key) && value !== null);
  const measurements = Object.entries((row.customMeasurements ?? {}) as Record<string, number>);
  return [
    ...columns.map(print).sort(),
    ...Object.entries(row.customDimensions).filter(isOfEveryHost(row)).map(print).sort(),
    ...measurements.map(([key, value]) => print([`measurement ${key}`, value])).sort(),
  ];
}

/** The function's dimensions on a host's row differ between generations, so nobody may rely on them. */
function isOfEveryHost({ itemType }: Row) {
  return ([key]: [string, string]) => itemType !== 'requests' || !key.startsWith('faas.');
}

function print([key, value]: [string, unknown]): string {
  if (volatile.has(key.replace('measurement ', ''))) return `${key}: …`;
  return `${key}: ${masked(value)}`;
}

function masked(value: unknown): string {
  return `${value}`
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '{session}')
    .replace(/\b[0-9a-f]{32}\b/g, '{trace}')
    .replace(/\b[0-9a-f]{16}\b/g, '{span}')
    .replace(/\.js:\d+:\d+/g, '.js:…')
    .replace(/in \d+ ms/, 'in … ms')
    .replace(/\blocalhost:\d+/, 'localhost:…');
}
