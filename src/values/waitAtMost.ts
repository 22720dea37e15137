/**
 * Waits for the work at most `ms`, then goes on without it; a failure counts as its end. It is for waits that
 * no answer depends on, such as a flush. Resolves to the value, or undefined when there is none in time.
 */
export async function waitAtMost<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  const settled = work.catch(() => undefined);
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}
