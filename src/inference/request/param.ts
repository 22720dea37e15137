import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong with a request, for OpenAI's `param`. */
export interface WrongParam {
  /** Path of the field, as `messages[2].content`; at most 128 characters. */
  readonly param: string;
  /** Whether the field is unknown. */
  readonly unknown: boolean;
  /** The same path as far as it is ours: without a key that the caller made up. */
  readonly field: string;
  /** The rule that was broken, mostly in the schema library's words, which hold types and limits but no values. */
  readonly rule: string;
}

/** The most useful issue: the first, and inside a union that of the branch that got furthest. */
export function toParam(issues: readonly Issue[]): WrongParam {
  const { issue, path } = furthest(issues, []);
  const unknown = issue?.code === 'unrecognized_keys';
  const full = unknown ? [...path, issue.keys[0] ?? ''] : path;
  const callers = path.findIndex((key) => key === 'metadata' || key === 'logit_bias');
  const field = format(callers === -1 ? path : path.slice(0, callers + 1));
  return { param: format(full), unknown, field, rule: toRule(issue) };
}

function toRule(issue: Issue | undefined): string {
  if (issue?.code !== 'invalid_union' || issue.errors.length === 0) {
    return (issue?.message ?? 'wrong').replace('Invalid input: ', '');
  }
  const rules = issue.errors.flatMap(([first]) => (first === undefined ? [] : [toRule(first)]));
  return [...new Set(rules)].join('; or ');
}

interface Found {
  readonly issue: Issue | undefined;
  readonly path: readonly PropertyKey[];
}

function furthest(issues: readonly Issue[], base: readonly PropertyKey[]): Found {
  const issue = issues[0];
  const path = [...base, ...(issue?.path ?? [])];
  if (issue?.code !== 'invalid_union' || issue.errors.length === 0) return { issue, path };
  return issue.errors
    .map((branch) => furthest(branch, path))
    .reduce((best, found) => (found.path.length > best.path.length ? found : best), {
      issue,
      path,
    });
}

function format(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
    .slice(0, 128);
}
