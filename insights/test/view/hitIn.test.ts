import { describe, expect, it } from 'vitest';
import { hitIn } from '../../view/hitIn.ts';
import { operation } from '../pages/operation.ts';

const call = operation({
  about: 'What are good supplies for a Camping trip?',
  conversationId: 'trip-7',
  job: 'job-9',
  operation_Id: 'abc123',
  fallbackModel: 'gpt-4o-mini',
});

describe('where a search found a call', () => {
  it.each([
    ['camping', '', '…s for a [Camping] trip?'],
    ['what are', '', '[What are] good supplies for a Camping trip?'],
    ['TRIP-7', 'conversation', '[trip-7]'],
    ['ob-9', 'job', 'j[ob-9]'],
    ['abc', 'operation', '[abc]123'],
    ['mini', 'model', 'gpt-4o-[mini]'],
    ['completions', '', '…v1/chat/[completions]'],
    ['chatcmpl-77', 'ID', '[chatcmpl-77]'],
  ])('%s is shown in its %s', (text, where, shown) => {
    const hit = hitIn(call, text);
    expect(hit.where).toBe(where);
    expect(`${hit.before}[${hit.hit}]${hit.after}`).toBe(shown);
  });
});
