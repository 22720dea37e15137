import type { Operation } from '../../api.ts';
import { Unknown } from '../text/Unknown.tsx';
import { toShortName } from './toShortName.ts';

/** The model asked, and the one that came after it: `gpt-4o→4o-mini`. */
export function Models({ call: { model, fallbackModel } }: { call: Operation }) {
  if (model === null) return <Unknown why="no model was called" />;
  if (fallbackModel === null)
    return (
      <span class="cut" title={model}>
        {model}
      </span>
    );
  return (
    <span class="cut" title={`${model} → ${fallbackModel}`}>
      {model}
      <span class="dim">→</span>
      {toShortName(fallbackModel, model)}
    </span>
  );
}
