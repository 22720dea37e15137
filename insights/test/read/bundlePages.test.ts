import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { loadPages } from '../../read/bundlePages.ts';

it('the first page is at most 45 KB gzipped, all are at most 150 KB beside the library of the charts, and charts are loaded with the overview alone', async () => {
  const files = await loadPages();
  const text = (path: string) => Buffer.from(files.get(path)?.body ?? []).toString('utf8');
  const size = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + gzipSync(files.get(path)?.body ?? '').length, 0);

  /** A part and all that it loads before it runs. */
  const needed = (path: string, found = new Set<string>()): Set<string> => {
    if (found.has(path)) return found;
    found.add(path);
    for (const [, name] of text(path).matchAll(/(?:from|import)"\.\/([^"]+)"/g)) {
      needed(`/assets/${name}`, found);
    }
    return found;
  };
  const first = needed('/assets/app.js');
  expect(size([...first, '/assets/style.css', '/'])).toBeLessThanOrEqual(45_000);
  const library = await readFile(new URL(import.meta.resolve('uplot/dist/uPlot.iife.min.js')));
  // Of these 17 KB read Markdown, and are loaded with the first message; 5 KB are alerts and workbook.
  expect(size(files.keys()) - gzipSync(library).length).toBeLessThanOrEqual(150_000);
  expect([...first].some((path) => text(path).includes('uplot'))).toBe(false);
  expect([...files.keys()].some((path) => text(path).includes('uplot'))).toBe(true);
});
