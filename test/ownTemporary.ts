import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// Before each test file: a folder of its own for what it and its processes put aside. An app's exporter keeps there what it could
// not send, and sends what it finds: in a folder that all share, that of another test too.
process.env.TEST_TMPDIR ??= tmpdir();
const folder = mkdtempSync(join(process.env.TEST_TMPDIR, 'callspan-test-'));
Object.assign(process.env, { TMPDIR: folder, TEMP: folder });
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
