import { useRef } from 'preact/hooks';
import type { Operation } from '../../api.ts';
import { RichText } from '../text/RichText.tsx';
import { useSaid } from './useSaid.ts';

/** What a call was asked and what it answered, as far as it is recorded. */
export function SaidLines({ operation }: { operation: Operation }) {
  const place = useRef<HTMLDivElement>(null);
  const said = useSaid(place, operation);
  return (
    <div ref={place}>
      <div class="said">
        <b>user</b>
        <div>
          {said?.user === undefined ? (
            <span class="dim">{operation.about ?? 'not recorded'}</span>
          ) : (
            <RichText text={said.user} />
          )}
        </div>
      </div>
      <div class="said">
        <b>answer</b>
        <div>
          {said?.answer === undefined ? (
            <span class="dim">
              {said === undefined ? '…' : said.recorded ? 'none' : 'not recorded'}
            </span>
          ) : (
            <RichText text={said.answer} />
          )}
        </div>
      </div>
    </div>
  );
}
