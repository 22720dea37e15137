const everyMs = 1_000;
/** Rest after a slow answer, as a multiple of its time: asking takes at most a sixth of the time. */
const leastRest = 5;

/** Asks each second while the tab is visible and `ask` gives true; gives the function that stops it. `ask` never rejects. */
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
