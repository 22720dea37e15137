import type { Frames } from '../../../api.ts';
import { hasFrames, toStackParts } from '../../../view/stackParts.ts';
import { useJson } from '../../request.ts';
import { LongText } from '../../text/texts.tsx';

const unknown: Frames = { items: [], rebuilt: false };

/** A stack, or a line that has frames: those of the app's bundles as the places in its sources that they come from, which an editor opens. */
export function Stack({ text, seq }: { text: string; seq: number }) {
  const { value: frames = unknown } = useJson<Frames>(
    hasFrames(text) ? `/api/rows/${seq}/frames` : undefined,
  );
  return (
    <>
      <LongText
        text={text}
        mono
        show={(shown) =>
          toStackParts(shown, frames.items).map((part, index) =>
            typeof part === 'string' ? (
              part
            ) : (
              <a key={index} href={part.href} title={`${part.text}; opens in VS Code`}>
                {part.source}
              </a>
            ),
          )
        }
      />
      {frames.rebuilt && (
        <p class="dim rebuilt">These are lines of an earlier build of the app, which is gone.</p>
      )}
    </>
  );
}
