import { type ReadonlySignal, signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const choices = ['system', 'light', 'dark'] as const;

const key = 'callspan.theme';

/** The colours: the system's, unless the person chose; remembered on this machine. */
export const theme = signal<(typeof choices)[number]>(
  choices.find((choice) => choice === localStorage.getItem(key)) ?? 'system',
);

theme.subscribe((value) => {
  document.documentElement.dataset.theme = value;
  localStorage.setItem(key, value);
});

/** The next of system, light and dark. */
export function nextTheme(): void {
  theme.value = choices[(choices.indexOf(theme.value) + 1) % choices.length] ?? 'system';
}

/** The size of an element in CSS pixels, kept up to date; 0 until it is there. */
export function useSize(element: RefObject<HTMLElement | null>): { width: number; height: number } {
  const width = useSignal(0);
  const height = useSignal(0);
  useLayoutEffect(() => {
    const seen = element.current;
    if (!seen) return;
    const read = () => {
      width.value = seen.clientWidth;
      height.value = seen.clientHeight;
    };
    const observer = new ResizeObserver(read);
    observer.observe(seen);
    read();
    return () => observer.disconnect();
  }, []);
  return { width: width.value, height: height.value };
}

/** Whether the window answers to a media query, as a signal. */
export function matches(media: string): ReadonlySignal<boolean> {
  const query = matchMedia(media);
  const found = signal(query.matches);
  query.addEventListener('change', () => {
    found.value = query.matches;
  });
  return found;
}
