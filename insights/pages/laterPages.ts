// Pages that the first one leads to, in one part: one for each would be larger together. What draws charts, and the page of
// queries with its editor, are others.

export { AlertsPage } from './alerts/AlertsPage.tsx';
export { CallPage } from './call/CallPage.tsx';
export { ComparePage } from './compare/ComparePage.tsx';
export { GroupsPage } from './groups/GroupsPage.tsx';
export { HealthPage } from './health/HealthPage.tsx';
export { OverviewPage } from './overview/OverviewPage.tsx';
export { QueryPage } from './query/QueryPage.tsx';
export { ConversationPage } from './related/ConversationPage.tsx';
export { JobPage } from './related/JobPage.tsx';
export { SessionPage } from './related/SessionPage.tsx';
export { RowsPage } from './rows/RowsPage.tsx';
export { TryPage } from './try/TryPage.tsx';
export { WorkbookPage } from './workbook/WorkbookPage.tsx';
