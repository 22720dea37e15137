import { extname } from 'node:path';

/** A file of the pages, as it is served. */
export interface PageFile {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** The files of the pages by their path on the server: the document under `/`, its parts under `/assets/`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file with its path, by its name: `index.html` is the document. */
export function toPageFile(name: string, body: Uint8Array): [path: string, file: PageFile] {
  const contentType = types[extname(name)] ?? 'application/octet-stream';
  return [name === 'index.html' ? '/' : `/assets/${name}`, { contentType, body }];
}
