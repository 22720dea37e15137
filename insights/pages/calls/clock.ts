import { signal } from '@preact/signals';

const everyMs = 250;
let timer: ReturnType<typeof setInterval> | undefined;

/** The present, in ms since 1970; it goes on only while someone looks at it. */
export const clock = signal(Date.now(), {
  watched() {
    clock.value = Date.now();
    timer = setInterval(() => {
      clock.value = Date.now();
    }, everyMs);
  },
  unwatched() {
    clearInterval(timer);
  },
});
