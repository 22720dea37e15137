import type { StoredRow } from '../../../api.ts';
import type { KqlSubject } from '../../../view/kql.ts';
import type { Waterfall } from '../../../view/waterfall.ts';
import type { Tab } from '../callView.ts';
import { kqlOf } from '../head/exports.ts';
import { WaterfallTab } from '../waterfall/WaterfallTab.tsx';
import { ExceptionsTab } from './ExceptionsTab.tsx';
import { KqlTab } from './KqlTab.tsx';
import { LogsTab } from './LogsTab.tsx';
import { MessagesTab } from './MessagesTab.tsx';
import { RowsTab } from './RowsTab.tsx';

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
      return <WaterfallTab waterfall={waterfall} hits={hits} />;
    case 'messages':
      return <MessagesTab calls={calls} call={call} />;
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
