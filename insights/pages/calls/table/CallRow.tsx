import type { Operation } from '../../../api.ts';
import { formatSpan } from '../../../format.ts';
import { keyOf } from '../../../view/follow.ts';
import { callHref, navigate } from '../../location.ts';
import { AppTag } from '../../text/AppTag.tsx';
import { Cost, Tokens, Unknown } from '../../text/amounts.tsx';
import { Time } from '../../text/Time.tsx';
import { selected } from '../selection.ts';
import { About } from './About.tsx';
import { FunctionName, Models, OutcomeCell } from './cells.tsx';
import { DurationCell } from './DurationCell.tsx';

/** One call. Its outcome is the link; a click anywhere goes there too, and yet its text can be selected. */
export function CallRow({
  call,
  rowIndex,
  scaleMs,
  isInTabOrder,
  severalApps,
  hit,
}: {
  call: Operation;
  rowIndex: number;
  scaleMs: number;
  isInTabOrder: boolean;
  /** Whether apps must be told apart. */
  severalApps: boolean;
  /** The text that was looked for. */
  hit: string;
}) {
  const key = keyOf(call);
  const href = callHref(call);
  const open = (event: MouseEvent) => openCall(event, key, href);
  return (
    <tr
      class={key === selected.value ? 'calls-row selected' : 'calls-row'}
      aria-rowindex={rowIndex}
      onClick={open}
      onAuxClick={open}
    >
      <td class="outcome">
        <a
          href={href}
          data-key={key}
          tabIndex={isInTabOrder ? 0 : -1}
          draggable={false}
          onFocus={() => {
            selected.value = key;
          }}
        >
          <OutcomeCell call={call} />
        </a>
      </td>
      <td class="time">
        <Time at={call.timestamp} />
      </td>
      <td class="function">
        {severalApps && call.apps[0] !== undefined && <AppTag name={call.apps[0]} />}
        <FunctionName call={call} />
      </td>
      <td class="model">
        <Models call={call} />
      </td>
      <td class="about">
        <About call={call} hit={hit} />
      </td>
      <td class="duration">
        <DurationCell call={call} scaleMs={scaleMs} />
      </td>
      <td class="first">
        {call.timeToFirstTokenMs === null ? (
          <Unknown why="not streamed, or no token came" />
        ) : (
          formatSpan(call.timeToFirstTokenMs)
        )}
      </td>
      <td class="tokens">
        <Tokens
          input={call.inputTokens}
          output={call.outputTokens}
          cached={call.cachedInputTokens}
        />
      </td>
      <td class="cost">
        <Cost
          least
          usd={call.costUsd}
          unpriced={call.priced ? 0 : 1}
          models={[...new Set([call.model, call.fallbackModel])].filter((each) => each !== null)}
        />
      </td>
      <td class="session mono" title={call.session_Id ?? call.operation_Id}>
        {(call.session_Id ?? call.operation_Id).slice(0, 8)}
      </td>
    </tr>
  );
}

/** A click on a row: goes to the call as its link would, by Ctrl, Meta or the middle button in another tab. */
function openCall(event: MouseEvent, key: string, href: string): void {
  if (event.button > 1 || event.altKey || event.shiftKey) return;
  if (event.target instanceof Element && event.target.closest('a') !== null) {
    selected.value = key; // not every browser gives a link the focus by a click
    return;
  }
  if (getSelection()?.isCollapsed === false) return; // selecting text is not a click
  if (event.button === 1 || event.ctrlKey || event.metaKey) {
    open(href, '_blank', 'noopener');
    return;
  }
  selected.value = key;
  navigate(href);
}
