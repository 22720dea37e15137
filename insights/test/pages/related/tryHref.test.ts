import { expect, it } from 'vitest';
import { goOnHref, tryHref } from '../../../pages/related/tryHref.ts';
import { openChat } from '../../../pages/try/openChat.ts';
import { operation } from '../operation.ts';

const call = operation({ operation_Id: 'op', session_Id: 's 1', conversationId: 'a&b' });

it.each([
  [tryHref(call), { session: 's 1', goesOn: false }, ''],
  [goOnHref(call), { session: 's 1', goesOn: true }, 'a&b'],
  [goOnHref({ ...call, conversationId: null, session_Id: null }), { goesOn: true }, ''],
])('%s is read as it was meant', (href, expected, conversation) => {
  const { chat, call: source } = openChat(href.replace('/try?', ''), undefined);
  expect(source).toMatchObject({ operation: 'op', ...expected });
  expect(chat.draft.conversation).toBe(conversation);
});
