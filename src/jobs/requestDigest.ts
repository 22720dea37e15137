import { sha256 } from '../values/sha256.ts';

/** What tells a request from another. */
export interface RequestDigests {
  /** What is stored as `requestSha256`. */
  readonly requestSha256: string;
  /** What was stored for the same request before nulls were dropped; blobs of that time live 7 days. */
  readonly former: string;
}

/** The digests of a request that was found valid. */
export function digestsOf(request: unknown): RequestDigests {
  return {
    requestSha256: requestDigest(request),
    former: sha256(JSON.stringify(request, (_key, value) => sortKeys(value))),
  };
}

/** Whether a blob was written for the request. */
export function isSameRequest(
  stored: { readonly requestSha256: string },
  { requestSha256, former }: RequestDigests,
): boolean {
  return stored.requestSha256 === requestSha256 || stored.requestSha256 === former;
}

/**
 * Identifies a request whatever the order of its keys, and whether what is absent is null: SHA-256 of its JSON with sorted
 * keys and without nulls.
 */
export function requestDigest(request: unknown): string {
  return sha256(JSON.stringify(canonical(request ?? null)));
}

// A JSON schema of a caller's: null says something there, as a default or a constant.
const schemas: ReadonlySet<string> = new Set(['parameters', 'schema']);

function canonical(value: unknown, inSchema = false): unknown {
  if (Array.isArray(value)) return value.map((part) => canonical(part, inSchema));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(sortKeys(value) as object)
      .filter(([, part]) => inSchema || part !== null)
      .map(([key, part]) => [key, canonical(part, inSchema || schemas.has(key))]),
  );
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
