import type { Row } from '../row.ts';

const reading = /^(?:GET|HEAD|OPTIONS)\b/;
const looks =
  /\/(?:healthz?|livez?|readyz?|models|jobs|openapi[^/]*|favicon\.ico|\{\*[^/]*)(?:\/[^/]*)?$/i;

/**
 * Whether the rows of an item are a call, and no mere look at an app: a request that only reads, beneath which nothing ran or was thrown,
 * to a function or for models, health, a job and the like. The host's row need not name its function: it is known by its path then.
 */
export function isCall(rows: readonly Row[]): boolean {
  const told = rows.filter((row) => row.duration !== undefined || row.itemType === 'exceptions');
  return told.length === 0 || !told.every(isLook);
}

function isLook({ itemType, name = '', customDimensions }: Row): boolean {
  const isKnown = customDimensions['faas.name'] !== undefined || looks.test(name);
  return itemType === 'requests' && reading.test(name) && isKnown;
}
