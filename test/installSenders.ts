import type { TestProject } from 'vitest/node';
import { installPackages } from '../scripts/installPackages.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Whether the packages of insights/test/senders are there. */
    senders: boolean;
  }
}

/** Runs before the tests of real telemetry SDKs: installs them, or says that these tests are skipped. */
export default function setup({ provide }: TestProject): void {
  try {
    installPackages('insights/test/senders');
    provide('senders', true);
  } catch (error) {
    console.log(`${(error as Error).message} The tests of real telemetry SDKs are skipped.`);
    provide('senders', false);
  }
}
