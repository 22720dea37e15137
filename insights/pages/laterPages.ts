// Pages that the first one leads to, in one part: one for each would be larger together. The overview, with its charts, is
// another.

export { CallPage } from './call/CallPage.tsx';
export { ConversationPage } from './conversation/ConversationPage.tsx';
export { HealthPage } from './health/HealthPage.tsx';
export { JobPage } from './job/JobPage.tsx';
export { SessionPage } from './session/SessionPage.tsx';
export { TryPage } from './try/TryPage.tsx';
