import { styleText } from 'node:util';
import { type Problem, toProblem } from './problem.ts';

/** Output of lines: results to one place, progress to another. */
export interface Output {
  result(line: string): void;
  progress(line: string): void;
  /** Told of each step that failed. */
  failed?(problem: Problem): void;
  readonly color: boolean;
}

/** Result of a step, and its text; `unsure`: neither good nor bad. */
export interface Done<T> {
  readonly value: T;
  readonly detail: string;
  readonly unsure?: boolean;
}

/** Prints each step as it ends, with its time: `✓ health   12 ms  version 0.1.0`. */
export function createReport({ result, progress, failed, color }: Output) {
  let failures = 0;
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const line = (mark: string, title: string, start: number, text: string) =>
    result(
      `${mark} ${title.padEnd(22)} ${formatSpan(Date.now() - start).padStart(10)}  ${text}`.trimEnd(),
    );
  return {
    line: (text: string) => result(text),
    /** Runs one step and prints how it ended; undefined when it failed. */
    async step<T>(
      title: string,
      work: (onWait: (problem: Problem, waitedMs: number) => void) => Promise<Done<T>>,
    ): Promise<T | undefined> {
      const start = Date.now();
      const onWait = (problem: Problem, waitedMs: number) =>
        progress(`… ${title}: waiting for ${formatSpan(waitedMs)}: ${problem.message}`);
      try {
        const { value, detail, unsure } = await work(onWait);
        line(unsure ? paint('yellow', '–') : paint('green', '✓'), title, start, detail);
        return value;
      } catch (thrown) {
        failures += 1;
        const problem = toProblem(thrown);
        const { message, remedy } = problem;
        failed?.(problem);
        line(paint('red', '✕'), title, start, message);
        result(`  ${paint('dim', '→')} ${remedy}`);
        return undefined;
      }
    },
    /** Says why a step was left out. */
    note(title: string, reason: string) {
      result(`${paint('dim', '–')} ${title.padEnd(22)} ${''.padStart(10)}  ${reason}`);
    },
    /** Prints the last line; returns whether no step failed. */
    end(reason = '', good = 'Everything works.'): boolean {
      const count = `${failures} ${failures === 1 ? 'step' : 'steps'} failed.`;
      result(failures === 0 ? good : `${count} ${reason}`.trim());
      return failures === 0;
    },
  };
}

/** `12 ms`, `1.23 s`, `12.4 s`, `1 min 5 s`: rounded first, so that 999.6 ms is `1.00 s`. */
function formatSpan(ms: number): string {
  const whole = Math.round(ms);
  if (ms < 1) return '< 1 ms';
  if (whole < 1_000) return `${whole} ms`;
  if (Math.round(ms / 10) < 1_000) return `${(ms / 1_000).toFixed(2)} s`;
  if (Math.round(ms / 100) < 600) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
