import { useEffect, useState } from 'preact/hooks';
import { theme } from '../theme.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** The theme that is shown, the system's resolved: a canvas does not follow it by itself. */
export function useShownTheme(): 'light' | 'dark' {
  const [systemIsDark, setSystemIsDark] = useState(dark.matches);
  useEffect(() => {
    const change = () => setSystemIsDark(dark.matches);
    dark.addEventListener('change', change);
    return () => dark.removeEventListener('change', change);
  }, []);
  if (theme.value !== 'system') return theme.value;
  return systemIsDark ? 'dark' : 'light';
}
