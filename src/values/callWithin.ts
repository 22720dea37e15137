/**
 * Makes a call that has a signal of its end, and rejects with the signal's reason when its time is over: a sign-in that hangs does not look
 * at the signal.
 */
export function callWithin<T>(ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  const over = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([call(signal), over]);
}
