import { useEffect, useState } from 'preact/hooks';

const narrow = matchMedia('(max-width: 600px)');
const heights = { wide: 28, narrow: 48 };

/** Height of a line in CSS pixels: on a narrow screen its bar is below its name, and a finger must hit it. */
export function useRowHeight(): number {
  const [isNarrow, setNarrow] = useState(narrow.matches);
  useEffect(() => {
    const follow = () => setNarrow(narrow.matches);
    narrow.addEventListener('change', follow);
    return () => narrow.removeEventListener('change', follow);
  }, []);
  return isNarrow ? heights.narrow : heights.wide;
}
