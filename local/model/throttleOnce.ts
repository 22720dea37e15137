import { createHash } from 'node:crypto';

/** Calls that are remembered at once; a caller that never comes back is forgotten then. */
const most = 1_000;

/** True for a call that has not been refused yet, false for its repetition, and so on in turns. */
export function createThrottleOnce(): (request: object) => boolean {
  const refused = new Set<string>();
  return (request) => {
    const call = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    if (refused.delete(call)) return false;
    if (refused.size >= most) refused.clear();
    refused.add(call);
    return true;
  };
}
