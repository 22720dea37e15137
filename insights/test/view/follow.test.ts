import { describe, expect, it } from 'vitest';
import type { Operation } from '../../api.ts';
import {
  appendOlder,
  attend,
  emptyList,
  isFollowing,
  type LiveList,
  maxItems,
  receive,
  replaceAll,
  showNew,
} from '../../view/follow.ts';

const call = (n: number, seq = n): Operation => ({
  operation_Id: `op${n}`,
  session_Id: `s${n}`,
  seq,
  timestamp: new Date(1_764_000_000_000 + n * 1_000).toISOString(),
  name: 'POST /api/v1/chat/completions',
  apps: [],
  function: 'chatCompletions',
  trigger: 'http',
  outcome: 'ok',
  errorCode: null,
  success: 'True',
  model: null,
  fallbackModel: null,
  agent: null,
  caller: null,
  modelCalls: 0,
  retries: 0,
  toolCalls: 0,
  deliveries: 0,
  streamed: false,
  coldStart: false,
  conversationId: null,
  job: null,
  about: null,
  durationMs: null,
  timeToFirstTokenMs: null,
  inputTokens: null,
  outputTokens: null,
  cachedInputTokens: null,
  costUsd: null,
  priced: true,
  finishReason: null,
  isCall: true,
  calls: [],
});
const calls = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) => call(from - index));
const shown = ({ items }: LiveList) =>
  items.map(({ operation_Id, seq }) => `${operation_Id}@${seq}`);

const top = { atTop: true, onRow: false, paused: false };
const away = { ...top, atTop: false };
const list = replaceAll(emptyList, calls(3, 1), false);

describe('the live list', () => {
  it('in an order of its own counts new calls, wherever they belong, and moves none', () => {
    const sorted = {
      ...replaceAll(emptyList, calls(3, 1), true),
      attention: { ...top, sorted: true },
    };
    expect(isFollowing(sorted)).toBe(false);
    const next = receive(sorted, [call(4), call(0), call(2, 9)]);
    expect(shown(next)).toEqual(['op3@3', 'op2@9', 'op1@1']);
    expect(next.newCount).toBe(2);
  });

  it.each([
    ['follows at the top', top, true],
    ['holds when scrolled down', away, false],
    ['holds while a row is selected or focused', { ...top, onRow: true }, false],
    ['holds while paused', { ...top, paused: true }, false],
  ])('%s', (_what, attention, follows) => {
    const next = receive(attend(list, attention), [call(4)]);
    expect(isFollowing(next)).toBe(follows);
    expect(shown(next)[0]).toBe(follows ? 'op4@4' : 'op3@3');
    expect(next.newCount).toBe(follows ? 0 : 1);
  });

  it('counts each new call once, whatever becomes of it while it waits', () => {
    let next = receive(attend(list, away), [call(4), call(5), call(4, 14)]);
    next = receive(next, [call(5, 15), call(6)]);
    expect(next.newCount).toBe(3);
    expect(shown(next)).toEqual(shown(list));
    expect(shown(showNew(next))).toEqual(['op6@6', 'op5@15', 'op4@14', 'op3@3', 'op2@2', 'op1@1']);
    expect(showNew(next).newCount).toBe(0);
  });

  it('a change of a shown call changes it in its place and is no new call', () => {
    const later = { ...call(2, 20), timestamp: call(9).timestamp };
    for (const attention of [top, away]) {
      const next = receive(attend(list, attention), [later]);
      expect(shown(next)).toEqual(['op3@3', 'op2@20', 'op1@1']);
      expect(next.newCount).toBe(0);
    }
  });

  it('what comes late does not undo what came before', () => {
    expect(shown(receive(receive(list, [call(2, 20)]), [call(2, 10)]))[1]).toBe('op2@20');
    const held = receive(receive(attend(list, away), [call(4, 20)]), [call(4, 10)]);
    expect(shown(showNew(held))[0]).toBe('op4@20');
  });

  it('a pause holds everything still and loses nothing', () => {
    const paused = receive(attend(list, { ...top, paused: true }), [call(2, 20), call(4)]);
    expect(shown(paused)).toEqual(shown(list));
    expect(shown(attend(paused, top))).toEqual(['op4@4', 'op3@3', 'op2@20', 'op1@1']);
    const elsewhere = attend(paused, away);
    expect(shown(elsewhere)).toEqual(['op3@3', 'op2@20', 'op1@1']);
    expect(elsewhere.newCount).toBe(1);
  });

  it('back at the top with nothing selected, the new calls are there', () => {
    const held = receive(attend(list, away), [call(4)]);
    expect(shown(attend(held, top))[0]).toBe('op4@4');
  });

  it('a call that began earlier than shown ones goes between them', () => {
    const gap = replaceAll(emptyList, [call(9), call(5)], false);
    expect(shown(receive(gap, [call(7)]))).toEqual(['op9@9', 'op7@7', 'op5@5']);
    expect(shown(receive(gap, [call(1)]))).toEqual(['op9@9', 'op5@5', 'op1@1']);
  });

  it('a change of a call that is further down than the list goes is no new call', () => {
    const part = replaceAll(emptyList, [call(9), call(5)], true);
    expect(shown(receive(part, [call(1, 30)]))).toEqual(['op9@9', 'op5@5']);
    expect(receive(attend(part, away), [call(1, 30)]).newCount).toBe(0);
  });

  it('keeps 2,000 rows, and counts beyond them', () => {
    const full = replaceAll(emptyList, calls(maxItems, 1), false);
    const followed = receive(full, [call(maxItems + 1)]);
    expect(followed.items).toHaveLength(maxItems);
    expect(followed.items[0]?.operation_Id).toBe(`op${maxItems + 1}`);
    expect(followed.hasOlder).toBe(true);
    let held = attend(full, away);
    for (let n = 0; n < 50; n++) held = receive(held, calls(3_000 + 100 * n + 99, 3_000 + 100 * n));
    held = receive(held, [call(3_000, 99_999)]);
    expect(held.newCount).toBe(5_000);
    expect(held.waiting.size).toBe(maxItems);
    expect(shown(held)).toEqual(shown(full));
    expect(showNew(held).items).toHaveLength(maxItems);
    expect(showNew(held).items[0]?.operation_Id).toBe('op7999');
  });

  it('older calls go below, each once, as far as there is room', () => {
    const part = replaceAll(emptyList, calls(9, 6), true);
    const more = appendOlder(part, calls(7, 4), false);
    expect(shown(more)).toEqual(['op9@9', 'op8@8', 'op7@7', 'op6@6', 'op5@5', 'op4@4']);
    expect(more.hasOlder).toBe(false);
    const most = appendOlder(
      replaceAll(emptyList, calls(4_000, 2_011), true),
      calls(2_010, 1),
      false,
    );
    expect(most.items).toHaveLength(maxItems);
    expect(most.hasOlder).toBe(true);
  });
});
