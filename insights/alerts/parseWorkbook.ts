import type { Workbook, WorkbookTile } from '../alertsApi.ts';
import { type DeployedResource, listOf, property, textOf } from './deployed.ts';

const day = 24 * 3_600_000;

/** The first workbook among the resources of a template; undefined when there is none, or it cannot be read. */
export function parseWorkbook(resources: readonly DeployedResource[]): Workbook | undefined {
  const found = resources.find(({ type }) => type.toLowerCase() === 'microsoft.insights/workbooks');
  const content = found && parse(textOf(found.properties, 'serializedData'));
  if (content === undefined) return undefined;
  const items = listOf(content, 'items');
  const [time] = items
    .flatMap((item) => listOf(property(item, 'content'), 'parameters'))
    .filter((parameter) => property(parameter, 'type') === 4);
  const ranges = listOf(property(time, 'typeSettings'), 'selectableValues').flatMap(toDuration);
  const [range = day] = toDuration(property(time, 'value'));
  return {
    title: textOf(found?.properties, 'displayName'),
    tiles: items.flatMap(toTile),
    ranges: ranges.length === 0 ? [range] : ranges,
    range,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toDuration(value: unknown): readonly number[] {
  const ms = property(value, 'durationMs');
  return typeof ms === 'number' && ms > 0 ? [ms] : [];
}

/** An item that shows something: a text, or the answer to a query. */
function toTile(item: unknown): readonly WorkbookTile[] {
  const content = property(item, 'content');
  const text = textOf(content, 'json');
  const query = textOf(content, 'query');
  if (text === '' && query === '') return [];
  const parameter = textOf(content, 'exportParameterName');
  const needed = property(item, 'conditionalVisibility');
  return [
    {
      name: textOf(item, 'name'),
      text: query === '' ? text : null,
      title: textOf(content, 'title'),
      query: query || null,
      visualization: textOf(content, 'visualization') || 'table',
      width: Number(textOf(item, 'customWidth')) || 100,
      sets: parameter === '' ? null : { parameter, column: textOf(content, 'exportFieldName') },
      needs: textOf(needed, 'parameterName') || null,
    },
  ];
}
