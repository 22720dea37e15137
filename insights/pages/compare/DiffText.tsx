import { useMemo, useState } from 'preact/hooks';
import { diffTexts, type TextPart } from '../../view/compare/textDiff.ts';
import { LongText } from '../text/texts.tsx';

/** Two texts as one: what only the left one has is struck out, what only the right one has is underlined. */
export function DiffText({ left, right }: { left: string; right: string }) {
  const parts = useMemo(() => diffTexts(left, right), [left, right]);
  const [isWhole, setWhole] = useState(false);
  if (parts === undefined) {
    return (
      <>
        <p class="dim">Too much differs to be marked. One after the other:</p>
        <LongText text={left} />
        <hr />
        <LongText text={right} />
      </>
    );
  }
  const isLong = parts.some(({ in: of, text }) => of === 'both' && text.length > 2 * context);
  return (
    <>
      <div class="diff long-text" dir="auto">
        {parts.map((part, index) => (
          <Part key={`${index} ${part.in}`} part={part} isWhole={isWhole} />
        ))}
      </div>
      {isLong && (
        <button type="button" class="more" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'only what differs' : 'all of it'}
        </button>
      )}
    </>
  );
}

/** So many characters beside a difference are shown of what is the same. */
const context = 400;
/** One part shows at most this much: a text may be a megabyte. */
const longest = 64 * 1024;

function Part({ part: { in: of, text }, isWhole }: { part: TextPart; isWhole: boolean }) {
  const cut = text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
  if (of === 'left') return <del>{cut}</del>;
  if (of === 'right') return <ins>{cut}</ins>;
  if (isWhole || text.length <= 2 * context) return <span>{cut}</span>;
  return (
    <>
      <span>{text.slice(0, context).toWellFormed()}</span>
      <span class="dim"> ⋯ {text.length - 2 * context} characters that are the same ⋯ </span>
      <span>{text.slice(-context).toWellFormed()}</span>
    </>
  );
}
