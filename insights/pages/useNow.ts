import { useEffect, useState } from 'preact/hooks';

/** The present in ms since 1970, every `everyMs` while `moves` is true and the tab is visible. */
export function useNow(everyMs: number, moves: boolean): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!moves) return;
    const tell = () => {
      if (!document.hidden) setNow(Date.now());
    };
    tell();
    const timer = setInterval(tell, everyMs);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [everyMs, moves]);
  return now;
}
