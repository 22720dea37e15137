import { showCall, type Tab, tabs } from '../callView.ts';

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
  counts,
}: {
  tab: Tab;
  counts: { readonly [tab in Tab]?: number | undefined };
}) {
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

/** The tab so many places further; after the last comes the first. */
export function tabAfter(tab: Tab, step: number): Tab {
  return tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
}
