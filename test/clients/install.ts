import type { TestProject } from 'vitest/node';
import { installPackages } from '../../scripts/installPackages.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Whether the packages of test/clients are there. */
    clients: boolean;
  }
}

/** Runs before the tests of real clients: installs their packages, or says that these tests are skipped. */
export default function setup({ provide }: TestProject): void {
  try {
    installPackages('test/clients');
    provide('clients', true);
  } catch (error) {
    console.log(`${(error as Error).message} The tests of real clients are skipped.`);
    provide('clients', false);
  }
}
