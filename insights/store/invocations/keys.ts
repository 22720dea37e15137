import type { Row } from '../../row.ts';

/** The session of a row; an empty one is none. */
export function sessionOf({ session_Id }: Row): string | undefined {
  return session_Id || undefined;
}

/** The invocation that a row of the host says it is of; an empty one is none. */
export function invocationOf({ customDimensions }: Row): string | undefined {
  return customDimensions['faas.invocation_id'] || undefined;
}
