import type { Row } from '../../row.ts';

const name = 'app.request';

/** Whether a dimension is a part of what was asked. */
export function isOfRequest(dimension: string): boolean {
  return dimension === name || dimension.startsWith(`${name}.`);
}

/** The text of what was asked, which may go on in `app.request.2` and so on; undefined where none was recorded. */
export function requestText({
  customDimensions,
}: Pick<Row, 'customDimensions'>): string | undefined {
  const parts: string[] = [];
  for (let part = customDimensions[name]; part !== undefined; ) {
    parts.push(part);
    part = customDimensions[`${name}.${parts.length + 1}`];
  }
  return parts.length === 0 ? undefined : parts.join('');
}
