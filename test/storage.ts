import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { startAzurite } from '../local/storage/azurite.ts';

/** One Azurite for all tests, as its start costs more than its use. Each test has its own account. */
export interface SharedStorage {
  /** The connection string, with `{account}` in place of the account's name. */
  readonly connectionString: string;
  /** Has a folder for each account that a test has taken. */
  readonly taken: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    storage: SharedStorage;
  }
}

const accounts = 300;
const nameOf = (number: number) => `test${number}`;

/** Starts Azurite in the setup of all tests. */
export async function startSharedStorage(): Promise<SharedStorage & { stop(): Promise<void> }> {
  const key = randomBytes(32).toString('base64');
  process.env.AZURITE_ACCOUNTS = Array.from(
    { length: accounts },
    (_, number) => `${nameOf(number)}:${key}`,
  ).join(';');
  const ports = { blob: 0, queue: 0, table: 0 };
  const azurite = await startAzurite({ ports, onExit: () => {} });
  delete process.env.AZURITE_ACCOUNTS;
  const taken = mkdtempSync(join(tmpdir(), 'callspan-accounts-'));
  return {
    connectionString: azurite.connectionString
      .replaceAll('devstoreaccount1', '{account}')
      .replace(/AccountKey=[^;]*/, `AccountKey=${key}`),
    taken,
    async stop() {
      await azurite.stop();
      rmSync(taken, { recursive: true });
    },
  };
}

/** The connection string of an unused account. */
export function takeStorage(): string {
  const { connectionString, taken } = inject('storage');
  for (let number = 0; number < accounts; number++) {
    try {
      mkdirSync(join(taken, nameOf(number)));
      return connectionString.replaceAll('{account}', nameOf(number));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`The tests have taken all ${accounts} accounts of the storage that they share.`);
}
