import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../local/stack/root.ts';
import { schemas } from './schema.ts';

/** A query of infra/queries, as its file has it. */
export interface QueryFile {
  /** Of the file, without its ending. */
  readonly name: string;
  /** The whole file. */
  readonly text: string;
  /** The first line: what it answers. */
  readonly question: string;
  readonly schema: keyof typeof schemas;
}

const folder = join(root, 'infra/queries');

/** Every query; throws at one that does not say what it answers, and of which schema it is. */
export const queryFiles: readonly QueryFile[] = readdirSync(folder)
  .sort()
  .map((file) => {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    const head = /^\/\/ (\S.*\?.*)\n\/\/ Schema: (\w+)\n(?!\/\/)/.exec(text);
    const [, question = '', schema = ''] = head ?? [];
    if (!file.endsWith('.kql') || !isSchema(schema)) {
      throw new Error(`infra/queries/${file} does not begin with its question and its schema.`);
    }
    return { name: file.slice(0, -'.kql'.length), text, question, schema };
  });

function isSchema(name: string): name is keyof typeof schemas {
  return Object.hasOwn(schemas, name);
}

/** An entry of a list in a Bicep file: its texts and numbers, and the query that it loads. */
export interface BicepEntry {
  readonly name: string;
  readonly query: string;
  readonly [property: string]: string | undefined;
}

/** The rules of the alerts. */
export const alertRules = readEntries('alertRules.bicep');
/** The tiles of the workbook. */
export const tiles = readEntries('workbookTiles.bicep');

// Read off the text, as what compiles it is not on every machine.
function readEntries(file: string): readonly BicepEntry[] {
  const text = readFileSync(join(root, 'infra', file), 'utf8').replaceAll('\r\n', '\n');
  const list = text.slice(text.lastIndexOf(' = [\n'));
  return list.split('\n  {\n').flatMap((entry, index) => {
    if (index === 0) return [];
    const values = [...entry.matchAll(/^ {4}(\w+): (?:'(.*)'|(\d+))$/gm)];
    const query = /^ {4}query: loadTextContent\('queries\/(.+)\.kql'\)$/m.exec(entry)?.[1];
    const { name, ...others } = Object.fromEntries(
      values.map(([, key, text, number]) => [key, text ?? number]),
    );
    if (name === undefined || query === undefined) {
      throw new Error(`An entry of infra/${file} has no name or loads no query.`);
    }
    return [{ ...others, name, query }];
  });
}
