import { useEffect, useState } from 'preact/hooks';
import { lastHeard, lostSince } from './request.ts';

/** Says that the receiver does not answer, since when, and from when is what the page shows. */
export function LostBanner() {
  const [now, setNow] = useState(Date.now());
  const since = lostSince.value;
  useEffect(() => {
    if (since === undefined) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [since]);
  if (since === undefined) return null;
  const seconds = Math.max(0, Math.round((now - since) / 1_000));
  const from = new Date(lastHeard.value).toLocaleTimeString();
  return (
    <p class="lost" role="alert">
      Lost the receiver {seconds} s ago; trying again. What you see is from {from}.
    </p>
  );
}
