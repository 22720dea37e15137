import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// Gives each test file, with its processes, its own temporary folder. An app's exporter keeps unsent telemetry there
// and sends what it finds: in a shared folder that would be another test's too.
process.env.TEST_TMPDIR ??= tmpdir();
const folder = mkdtempSync(join(process.env.TEST_TMPDIR, 'callspan-test-'));
Object.assign(process.env, { TMPDIR: folder, TEMP: folder });
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
