import type { Fault, Info } from '../api.ts';
import type { Row } from '../row.ts';
import { type Asked, readAsked } from './again/asked.ts';

/** How a call can be run again, or the sentence that says why it cannot. */
export type Rerun =
  | {
      readonly asked: Asked;
      /** Faults that the model beside can do with it. */
      readonly faults: readonly Fault[];
    }
  | {
      readonly missing: string;
      /** Whether it can still be changed and asked on the page for it. */
      readonly editable: boolean;
    };

/** How often a call can be run again at once. */
export const times = [1, 5, 20] as const;

/**
 * Whether and how a call can be run again by the app that runs beside: through the same door, with what its trace holds and
 * nothing else. The row of the request must be whole.
 */
export function toRerun(
  rows: readonly Row[],
  { app, embeddedModel }: Pick<Info, 'app' | 'embeddedModel'>,
): Rerun {
  const was = readAsked(rows);
  const isEditable = app !== null;
  if ('missing' in was) return { missing: was.missing, editable: isEditable };
  if (!isEditable) {
    return { missing: 'No app runs beside these pages: `npm start` runs both.', editable: false };
  }
  return { asked: was.asked, faults: embeddedModel ? faultsOf(was.asked) : [] };
}

/** Only a stream can break off. */
function faultsOf({ by }: Asked): readonly Fault[] {
  return by === 'stream' ? ['throttled', 'slow', 'cut'] : ['throttled', 'slow'];
}
