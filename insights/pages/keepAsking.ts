const everyMs = 1_000;
/** A long answer is not asked for all the time: at most a sixth of the time goes into it. */
const leastRest = 5;

/** Asks each second while the tab is seen and `ask` gives true; gives what ends it. `ask` never rejects. */
export function keepAsking(ask: (signal: AbortSignal) => Promise<boolean>): () => void {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const round = async () => {
    const began = performance.now();
    const goesOn = document.hidden || (await ask(controller.signal));
    if (!goesOn || controller.signal.aborted) return;
    timer = setTimeout(round, Math.max(everyMs, leastRest * (performance.now() - began)));
  };
  void round();
  return () => {
    controller.abort();
    clearTimeout(timer);
  };
}
