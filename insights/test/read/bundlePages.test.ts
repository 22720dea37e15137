import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { loadPages } from '../../read/bundlePages.ts';

it('the first page is at most 45 KB gzipped, all are at most 150 KB beside the charts’ library and the editor, and each of these is loaded by the pages that show it alone', async () => {
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
  const editor = [...files.keys()].filter((path) => path.includes('/createEditor-'));
  expect(size(editor)).toBeLessThanOrEqual(118_000);
  expect(size(files.keys()) - size(editor) - gzipSync(library).length).toBeLessThanOrEqual(150_000);
  const later = [...files.keys()].filter((path) => path.includes('/laterPages-'));
  const soon = needed(later[0] ?? '', new Set(first));
  for (const part of ['uplot', 'cm-editor', 'query-library']) {
    expect([...soon].some((path) => text(path).includes(part))).toBe(false);
    expect([...files.keys()].some((path) => text(path).includes(part))).toBe(true);
  }
});
