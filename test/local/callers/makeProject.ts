import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCallers } from '../../../local/callers/runCallers.ts';
import { root } from '../../../local/stack/root.ts';

/** A folder with the sample of this project, for one test. */
export function makeProject() {
  const folder = mkdtempSync(join(tmpdir(), 'callspan-project-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const sample = 'local.settings.sample.json';
  copyFileSync(join(root, sample), join(folder, sample));
  const file = join(folder, 'local.settings.json');
  const text = () => readFileSync(file, 'utf8');
  const values = (): Record<string, string> => JSON.parse(text().replace(/^\uFEFF/, '')).Values;
  return {
    folder,
    file,
    text,
    values,
    exists: () => existsSync(file),
    write: (content: string) => writeFileSync(file, content),
    /** `CALLERS` of local.settings.json. */
    callers: (): Record<string, { keys: string[]; [field: string]: unknown }> =>
      JSON.parse(values().CALLERS ?? ''),
    /** `npm run -s callers -- …`, by the texts that it prints. */
    async run(args: readonly string[], env: Record<string, string> = {}, azd?: readonly string[]) {
      const ran = await runCallers(args, folder, env, azd);
      return { code: ran.code, out: ran.out.join('\n'), errors: ran.errors.join('\n') };
    },
  };
}
