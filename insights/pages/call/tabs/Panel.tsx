import { useState } from 'preact/hooks';
import type { StoredRow } from '../../../api.ts';
import type { Kql, KqlSubject } from '../../../view/kql.ts';
import { toQueryHref } from '../../../view/queryHref.ts';
import type { Waterfall } from '../../../view/waterfall.ts';
import { copyText } from '../../text/copy.tsx';
import type { Tab } from '../callView.ts';
import { kqlOf } from '../head/exports.ts';
import { WaterfallTab } from '../waterfall/WaterfallTab.tsx';
import { LastSaid } from './LastSaid.tsx';
import { MessagesTab } from './MessagesTab.tsx';
import { ExceptionsTab, LogsTab, RowsTab } from './rowTabs.tsx';

/** What the chosen tab shows. */
export function Panel({
  tab,
  rows,
  waterfall,
  subject,
  hits,
  calls,
  call,
}: {
  tab: Tab;
  rows: readonly StoredRow[];
  waterfall: Waterfall;
  subject: KqlSubject;
  /** `seq` of the rows that were found. */
  hits: ReadonlySet<number>;
  calls: readonly StoredRow[];
  /** The one whose messages are shown. */
  call: StoredRow | undefined;
}) {
  const ofTable = (table: string) => rows.filter(({ itemType }) => itemType === table);
  switch (tab) {
    case 'waterfall':
      return (
        <>
          <WaterfallTab waterfall={waterfall} hits={hits} />
          {call && <LastSaid call={call} rows={rows} />}
        </>
      );
    case 'messages':
      return <MessagesTab calls={calls} call={call} rows={rows} />;
    case 'logs':
      return <LogsTab rows={ofTable('traces')} hits={hits} />;
    case 'exceptions':
      return <ExceptionsTab rows={ofTable('exceptions')} hits={hits} />;
    case 'rows':
      return <RowsTab rows={rows} hits={hits} />;
    case 'kql':
      return <KqlTab kql={kqlOf(subject, rows)} />;
  }
}

const namings = [
  { name: 'applicationInsights', label: 'Application Insights', where: 'Logs of the resource' },
  { name: 'logAnalytics', label: 'Log Analytics', where: 'Logs of the workspace' },
] as const;

/** The query that finds the call in Azure, in the names of both places. */
function KqlTab({ kql }: { kql: Kql }) {
  const [naming, setNaming] = useState<keyof Kql>('applicationInsights');
  const text = kql[naming];
  const href = toQueryHref(text);
  return (
    <div class="kql">
      <fieldset class="choices kql-tools" aria-label="Names of tables and columns">
        {namings.map(({ name, label, where }) => (
          <button
            type="button"
            key={name}
            aria-pressed={name === naming}
            title={where}
            onClick={() => setNaming(name)}
          >
            {label}
          </button>
        ))}
        <button type="button" class="primary" onClick={() => void copyText(text, 'KQL')}>
          Copy
        </button>
        {href !== undefined && <a href={href}>Open in Query</a>}
      </fieldset>
      <pre class="code">{text}</pre>
    </div>
  );
}
