import { sha256 } from '../values/sha256.ts';

/** What identifies a request. */
export interface RequestDigests {
  /** Stored as `requestSha256`. */
  readonly requestSha256: string;
  /** The digest of the same request before nulls were dropped; blobs of that time live 7 days. */
  readonly former: string;
}

/** The digests of a valid request. */
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
 * Identifies a request regardless of the order of its keys and of nulls: SHA-256 of its JSON with sorted keys
 * and without nulls.
 */
export function requestDigest(request: unknown): string {
  return sha256(JSON.stringify(canonical(request ?? null)));
}

// In a caller's JSON schema null has a meaning, as a default or a constant.
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
