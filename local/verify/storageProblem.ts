import { isRestError } from '@azure/core-rest-pipeline';
import { Problem } from './problem.ts';

const callers = {
  queue: {
    name: 'The queue inference-requests',
    role: 'Storage Queue Data Message Sender on the queue inference-requests',
  },
  results: {
    name: 'The container inference-results',
    role: 'Storage Blob Data Reader on the container inference-results',
  },
} as const;

/** Whether a storage refused a call because of its network, and not because of a role. */
export function isClosed(thrown: unknown): boolean {
  if (!isRestError(thrown) || thrown.statusCode !== 403) return false;
  const code = thrown.response?.headers.get('x-ms-error-code') ?? thrown.code;
  return code === 'AuthorizationFailure';
}

/** The meaning of the storage's refusal; an error that is not the storage's is returned unchanged. */
export function fromStorage(thrown: unknown, what: keyof typeof callers): unknown {
  const late = thrown instanceof Error && thrown.name === 'AbortError';
  if (!isRestError(thrown) && !late) return thrown;
  const { name, role } = callers[what];
  const status = isRestError(thrown) ? thrown.statusCode : undefined;
  if (isClosed(thrown)) {
    return new Problem(
      `${name} takes no calls from this network (403).`,
      'Run this where the storage can be reached, or let this network in.',
      'brief',
    );
  }
  if (status === 401 || status === 403) {
    return new Problem(
      `${name} refuses you (${status}).`,
      `You need the role ${role}; a new one takes up to 30 minutes.`,
      'roles',
    );
  }
  if (status === 404) {
    return new Problem(
      `${name} does not exist.`,
      'Provision again, and check the name of the storage account.',
    );
  }
  return new Problem(
    `${name} does not answer${status === undefined ? '' : ` as it should (${status})`}.`,
    'Check the storage account and the network to it.',
    'brief',
  );
}
