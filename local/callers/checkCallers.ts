import { parseConfig } from '../../src/config.ts';
import { CallersError } from '../keys/callersError.ts';
import type { Settings } from '../stack/settings.ts';

/** Throws a CallersError with every reason why the app would refuse these callers, in its own words. */
export function checkCallers(settings: Settings, callers: string): void {
  const problems = problemsOf({ ...settings, CALLERS: callers });
  const others = problemsOf({ ...settings, CALLERS: '' });
  const own = problems.filter((line) => !others.includes(line));
  if (own.length > 0) throw new CallersError(own.join('\n'));
}

/** Lines of the app's own error, each a setting's name and the rule that it breaks. */
function problemsOf(settings: Settings): readonly string[] {
  try {
    parseConfig(settings, 'callers');
    return [];
  } catch (error) {
    const lines = (error instanceof Error ? error.message : '').split('\n');
    return lines.flatMap((line) => /^ *- (.*)$/.exec(line)?.[1] ?? []);
  }
}
