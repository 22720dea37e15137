import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Mark } from '../../queryApi.ts';
import { askAssistance } from './ask.ts';
import type { Run } from './useRun.ts';

const restMs = 300;

/** What is wrong with a text, once the typing rests; with what only a run could tell. */
export function useMarks(text: string, { query, fault }: Run): readonly Mark[] {
  const [found, setFound] = useState<{ text: string; marks: readonly Mark[] }>({
    text: '',
    marks: [],
  });
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(async () => {
      const marks = text.trim() === '' ? [] : await askAssistance('marks', text, 0);
      if (wanted && marks !== undefined) setFound({ text, marks });
    }, restMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  return useMemo(() => {
    const marks = found.text === text ? found.marks : [];
    if (query !== text || fault?.line === undefined || marks.length > 0) return marks;
    return [toMark(text, fault.line, fault.column ?? 1, fault.error)];
  }, [found, text, query, fault]);
}

/** The word at a line and column, as the run names them. */
function toMark(text: string, line: number, column: number, message: string): Mark {
  const before = text.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
  const [word = ''] = /^[\w-]+|^[^\w\s]+/.exec(text.slice(start)) ?? [];
  return { start, length: Math.max(1, word.length), message, isError: true };
}
