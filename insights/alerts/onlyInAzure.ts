import { tableFunctions, tables } from '../kql/tables.ts';

const names = [
  ...Object.entries(tables).flatMap(([name, { rows }]) => (rows === undefined ? [name] : [])),
  ...Object.keys(tableFunctions),
];

/** The tables that a query names and that only Azure fills. */
export function onlyInAzure(query: string): readonly string[] {
  const code = query.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/.*$/gm, ' ');
  const words = new Set(code.match(/\w+/g));
  return names.filter((name) => words.has(name));
}
