import { useEffect, useState } from 'preact/hooks';
import { formatCount } from '../../format.ts';
import { keyOf } from '../../view/follow.ts';
import * as calls from './list/calls.ts';

const everyMs = 5_000;

/** Tells a screen reader of new calls, by their count and no more often than each 5 s. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    let before = newest();
    const timer = setInterval(() => {
      const { items, newCount } = calls.list.peek();
      const place = items.findIndex((item) => keyOf(item) === before.key);
      const isSameList = before.shown === calls.shown.peek() && place >= 0;
      const came = isSameList ? place + newCount - before.waiting : 0;
      before = newest();
      if (came > 0) setText(`${formatCount(came)} new ${came === 1 ? 'call' : 'calls'}`);
    }, everyMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="visually-hidden" aria-live="polite">
      {text}
    </p>
  );
}

/** Where the list begins, and how many wait above. */
function newest() {
  const { items, newCount } = calls.list.peek();
  const first = items[0];
  return { key: first && keyOf(first), waiting: newCount, shown: calls.shown.peek() };
}
