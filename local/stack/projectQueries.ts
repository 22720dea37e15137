import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './root.ts';

const folder = join(root, 'infra/queries');

/** A query, and the question that it answers. */
export interface ProjectQuery {
  readonly name: string;
  readonly query: string;
}

/** The queries of `infra/queries`, by their file names, each named by the comment that it begins with; none in a fork without them. */
export async function readProjectQueries(): Promise<readonly ProjectQuery[]> {
  try {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.kql')).sort();
    return await Promise.all(files.map(readQuery));
  } catch {
    return [];
  }
}

async function readQuery(file: string): Promise<ProjectQuery> {
  const query = (await readFile(join(folder, file), 'utf8')).trim();
  const [, question] = /^\/\/\s*(.+)$/m.exec(query) ?? [];
  return { name: question ?? file.replace(/\.kql$/, ''), query };
}
