import type { Form } from './forms.ts';
import { parseServiceUrl } from './serviceUrl.ts';

/** Settings by name, as in a process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings, and notes problems by name, never by value. */
export interface SettingReader {
  /** Every problem so far: a setting's name and the rule that it breaks. */
  readonly problems: readonly string[];
  problem(name: string, rule: string): undefined;
  /** The trimmed text; undefined when it is empty or a problem. */
  text(name: string, form?: Form): string | undefined;
  /** The number; the default when it is empty or a problem. */
  number(name: string, standard: number, low: number, high: number, step?: number): number;
  /** An https URL without a slash at the end; http to this machine only where that is allowed. */
  address(name: string, loopbackHttp: boolean): string | undefined;
}

/** Reads the settings of an environment. */
export function createSettingReader(environment: Environment): SettingReader {
  const problems: string[] = [];
  const problem = (name: string, rule: string): undefined => {
    problems.push(`${name} ${rule}`);
    return undefined;
  };
  const text: SettingReader['text'] = (name, form) => {
    const value = environment[name]?.trim() || undefined;
    if (value === undefined || form === undefined || form.pattern.test(value)) return value;
    return problem(name, form.rule);
  };
  return {
    problems,
    problem,
    text,
    number(name, standard, low, high, step) {
      const value = Number(text(name) ?? standard);
      const onStep =
        step === undefined || Number((Math.round(value / step) * step).toFixed(9)) === value;
      if (value >= low && value <= high && onStep) return value;
      const steps = step === undefined ? '' : `, in steps of ${step}`;
      problem(name, `must be a number from ${low} to ${high}${steps}`);
      return standard;
    },
    address(name, loopbackHttp) {
      const value = text(name);
      const url = value && parseServiceUrl(value, loopbackHttp);
      if (value === undefined || url !== undefined) return url;
      const http = loopbackHttp ? ', or http on loopback' : '';
      return problem(name, `must be an https URL${http}, without credentials, query or fragment`);
    },
  };
}
