import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const src = join(import.meta.dirname, '../src');
const files = ['config.ts', ...readdirSync(join(src, 'config')).map((file) => `config/${file}`)];

/** The name of every setting that the code reads. */
export const settingsInCode: ReadonlySet<string> = new Set(
  files.flatMap((file) =>
    [
      ...readFileSync(join(src, file), 'utf8').matchAll(
        /(?:text|number|address)\(\s*'([A-Z][A-Za-z_]+)'/g,
      ),
    ].map(([, name]) => name ?? ''),
  ),
);

/** Set by the platform, never by a person. */
export const settingsOfPlatform: readonly string[] = [
  'NODE_ENV',
  'WEBSITE_SITE_NAME',
  'WEBSITE_INSTANCE_ID',
  'IDENTITY_ENDPOINT',
];
