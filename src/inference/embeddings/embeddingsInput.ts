/** Limits of OpenAI's API for one request; tokens are counted where the input is tokens. */
export const inputLimits = { inputs: 2_048, tokens: 300_000 };

/**
 * What is wrong with an input, in words that hold nothing of it; undefined when nothing is. An input is a text, texts, tokens or
 * lists of tokens. Each value is looked at once: a schema library makes an object for each, and there may be 300,000.
 */
export function wrongInput(input: unknown): string | undefined {
  if (input === '') return 'expected a text that is not empty';
  if (typeof input === 'string') return undefined;
  if (!isList(input)) return 'expected a text, a list of texts, tokens, or lists of tokens';
  if (input.length === 0) return 'expected a list that is not empty';
  if (input.every(isToken)) return tooManyTokens(input.length);
  if (input.length > inputLimits.inputs) return `expected at most ${inputLimits.inputs} inputs`;
  if (input.every(isText)) return undefined;
  if (input.every(isTokens)) {
    return tooManyTokens(input.reduce((sum, { length }) => sum + length, 0));
  }
  return 'expected texts that are not empty, or tokens as whole numbers, or lists of tokens that are not empty';
}

function tooManyTokens(count: number): string | undefined {
  return count > inputLimits.tokens ? `expected at most ${inputLimits.tokens} tokens` : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTokens(value: unknown): value is readonly number[] {
  return isList(value) && value.length > 0 && value.every(isToken);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isToken(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
