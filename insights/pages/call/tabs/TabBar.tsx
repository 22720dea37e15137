import { useMemo } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import { readMessages } from '../../../view/messages.ts';
import { useCommands } from '../../keys/useCommands.ts';
import { showCall, type Tab, tabs } from '../callView.ts';
import { useCall } from '../rows/said.ts';

const labels: Readonly<Record<Tab, string>> = {
  waterfall: 'Waterfall',
  messages: 'Messages',
  logs: 'Logs',
  exceptions: 'Exceptions',
  rows: 'Rows',
  kql: 'KQL',
};

/** The tabs of a call, each with how much is in it. */
export function TabBar({
  tab,
  rows,
  call,
}: {
  tab: Tab;
  rows: readonly StoredRow[];
  /** The one whose messages are counted. */
  call: StoredRow | undefined;
}) {
  useCommands({
    previousTab: () => showCall({ tab: tabAfter(tab, -1) }),
    nextTab: () => showCall({ tab: tabAfter(tab, 1) }),
  });
  const countOf = (table: string) => rows.filter(({ itemType }) => itemType === table).length;
  const counts: { readonly [tab in Tab]?: number | undefined } = {
    messages: useMessageCount(call, rows),
    logs: countOf('traces'),
    exceptions: countOf('exceptions'),
    rows: rows.length,
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views of this call">
      {tabs.map((each) => (
        <button
          type="button"
          role="tab"
          id={`tab-${each}`}
          key={each}
          aria-selected={each === tab}
          aria-controls="tab-panel"
          tabIndex={each === tab ? 0 : -1}
          onClick={() => showCall({ tab: each })}
          onKeyDown={(event) => {
            const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
            if (step === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            const next = tabAfter(each, step);
            showCall({ tab: next });
            document.getElementById(`tab-${next}`)?.focus();
          }}
        >
          {labels[each]}
          {counts[each] !== undefined && (
            <span class={each === 'exceptions' && counts[each] > 0 ? 'n error' : 'n'}>
              {counts[each]}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

/** The tab `step` places further; after the last comes the first. */
function tabAfter(tab: Tab, step: number): Tab {
  return tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
}

/** Number of messages in a call to a model; undefined when none are recorded, or some have not arrived. */
function useMessageCount(
  call: StoredRow | undefined,
  rows: readonly StoredRow[],
): number | undefined {
  const { row, loading } = useCall(call, rows);
  return useMemo(() => {
    if (row === undefined || loading) return undefined;
    const { recorded, messages } = readMessages(row);
    return recorded ? messages.length : undefined;
  }, [row, loading]);
}
