import { signal } from '@preact/signals';

const choices = ['system', 'light', 'dark'] as const;

/** The colours: the system's, unless the person chose; remembered on this machine. */
export type Theme = (typeof choices)[number];

const key = 'callspan.theme';

function stored(): Theme {
  return choices.find((choice) => choice === localStorage.getItem(key)) ?? 'system';
}

export const theme = signal<Theme>(stored());

theme.subscribe((value) => {
  document.documentElement.dataset.theme = value;
  localStorage.setItem(key, value);
});

/** The next of system, light and dark. */
export function nextTheme(): void {
  theme.value = choices[(choices.indexOf(theme.value) + 1) % choices.length] ?? 'system';
}
