/** What a secret looks like, and how it is called; the forms are those that secret scanners look for. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['key of a caller', /csk_[A-Za-z0-9]{43}/],
  ['storage or service key', /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{20,}/],
  ['shared access signature', /[?&]sig=[A-Za-z0-9%+/]{20,}/],
  ['bearer token', /\bBearer [A-Za-z0-9._~+/-]{20,}/i],
  // From the first dot back and on: forward from each `eyJ` of a long run, every one would go through all of the run.
  ['JSON web token', /\.(?<=\beyJ[A-Za-z0-9_-]{10,}\.)eyJ[A-Za-z0-9_-]{10,}\./],
  ['model key', /\bsk-[A-Za-z0-9_-]{20,}/],
  ['API key', /\b(?:api-key|x-functions-key|Ocp-Apim-Subscription-Key)\W{1,6}[A-Za-z0-9_-]{20,}/i],
  ['GitHub token', /\b(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}/],
  ['AWS key', /\bAKIA[0-9A-Z]{16}\b/],
  ['private key', /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/],
  ['password', /\b(?:Password|Pwd)=[^;"\s]{6,}/i],
];

/** One pass for a text that, as nearly every one, holds none. */
const any =
  /AccountKey=|SharedAccessKey=|[?&]sig=|bearer |eyJ|sk-|csk_|api-key|functions-key|subscription-key|gh[pousr]_|github_pat_|AKIA|-----BEGIN|password=|pwd=/i;

/** The kind of secret that a text holds, by its look; undefined when none is seen. Never the secret. */
export function secretKindOf(text: string): string | undefined {
  if (!any.test(text)) return undefined;
  return kinds.find(([, pattern]) => pattern.test(text))?.[0];
}
