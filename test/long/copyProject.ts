import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../local/stack/root.ts';

/** Copies the project's own files, as they are now, into a new folder of git; gives the folder. */
export function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'callspan-copy-'));
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  for (const file of listed.split('\0').filter((name) => name && existsSync(join(root, name)))) {
    cpSync(join(root, file), join(copy, file));
  }
  execFileSync('git', ['init', '-q'], { cwd: copy }); // the formatter reads .gitignore
  return copy;
}
