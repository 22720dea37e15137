import { expect, it } from 'vitest';
import type { Operation } from '../../api.ts';
import { start } from '../running.ts';
import { toCallRows, toRow } from '../store/rows.ts';
import { connect, linesOf } from './connect.ts';

const now = () => new Date().toISOString();
const throttled = {
  outcome: 'rate_limit_exceeded',
  own: { 'app.error.code': 'rate_limit_exceeded' },
  chat: { 'error.type': '429' },
};

it.each([false, true])(
  'an agent finds why the last call failed (newest protocol: %s)',
  async (newest) => {
    const { insights, url } = await start();
    insights.store.insert([
      ...toCallRows('old', { at: '2026-01-01T00:00:00.000Z', outcome: 'model_timeout' }),
      ...toCallRows('bad', { at: now(), ...throttled }),
      ...toCallRows('good', { at: now() }),
    ]);
    const agent = await connect(url, newest);
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'list_calls',
      'get_call',
      'explain_call',
      'query',
      'telemetry_health',
    ]);
    const [last] = linesOf(
      await agent.call('list_calls', { outcome: 'failed', limit: 1 }),
    ) as Operation[];
    const [why] = linesOf(await agent.call('explain_call', { id: last?.operation_Id }));
    expect(why).toMatchObject({
      happened: expect.stringContaining('429'),
      whatToDo: expect.stringContaining('quota'),
      firstCause: { id: 'chat-bad' },
      page: `${url}/calls/op-bad`,
    });
  },
);
