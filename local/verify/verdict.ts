import type { Problem } from './problem.ts';

/**
 * What the hook after a deployment says when the verification failed, and its exit code. The deployment itself succeeded, and
 * often only roles or telemetry are late: only CI, which nobody reads, fails by it.
 */
export function toVerdict(
  { message, remedy }: Problem,
  env: NodeJS.ProcessEnv,
): { line: string; exitCode: 0 | 1 } {
  const asked = !['', '0', 'false'].includes((env.CI ?? '').toLowerCase());
  return {
    line: `Deployed; verification failed: ${message} ${remedy} To verify again: npm run verify:azd`,
    exitCode: asked ? 1 : 0,
  };
}
