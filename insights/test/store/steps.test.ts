import { expect, it } from 'vitest';
import { toOperation } from '../../store/toOperation.ts';
import { chat, host, own, row } from '../view/rows.ts';

it('an assistant is named, and its steps are told apart from calls that were repeated', () => {
  const agent = row('dependencies', {
    under: 'own',
    name: 'invoke_agent travel-guide',
    duration: 900,
    customDimensions: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'travel-guide',
    },
  });
  const busy = { error: 'rate_limit_exceeded', status: 429 };
  const steps = [chat(1, busy), chat(2, { at: 1 }), chat(1, { at: 2 }), chat(1, { at: 3 })];
  expect(toOperation([host(), own('ok'), agent, ...steps])).toMatchObject({
    agent: 'travel-guide',
    modelCalls: 4,
    retries: 1,
  });
  expect(toOperation([host(), own('ok'), chat(1)])).toMatchObject({ agent: null, retries: 0 });
});
