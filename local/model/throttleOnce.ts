import { createHash } from 'node:crypto';

/** Greatest number of remembered calls; then all are forgotten. */
const most = 1_000;

/** True for a call that was not refused yet, false for its repetition, and so on in turns. */
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
