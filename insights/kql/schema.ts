import type { Schema } from './parser.ts';
import { tableFunctions, tables } from './tables.ts';

/** What queries can name. */
export const schema: Schema = {
  tables: Object.fromEntries(Object.entries(tables).map(([name, { columns }]) => [name, columns])),
  functions: tableFunctions,
};
