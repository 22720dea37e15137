import { Agent } from '@openai/agents';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Guide, startAgent, toGuide } from '../agentsTalk.ts';
import { app, model } from '../apps.ts';
import type { Talk } from '../conversation.ts';
import { streamedResponse, toItems, wholeResponse } from './modelResponses.ts';
import { testEmbedded } from './testEmbedded.ts';
import { asOpenai, testFaults } from './testFaults.ts';
import { testResponses } from './testResponses.ts';
import { understood } from './understood.ts';

/** An agent whose provider is to keep nothing. */
function toPrivate(talk: Talk): Guide {
  return toGuide(talk).clone({ modelSettings: { store: false } });
}

const start = startAgent(true);
testResponses({ name: '@openai/agents', start });
testResponses({
  name: '@openai/agents, store: false',
  store: false,
  start: startAgent(true, toPrivate),
});
testFaults('@openai/agents', start, asOpenai);
testEmbedded('@openai/agents', start);

/** An agent that gives the conversation to another one. */
function toDesk(talk: Talk): Guide {
  const { model } = talk;
  return new Agent({ name: 'desk', model, handoffs: [toGuide(talk)] });
}

const startDesk = startAgent(true, toDesk);

describe('@openai/agents: a handoff', () => {
  beforeEach(() => {
    model.replies.length = 0;
  });

  it.each([false, true])('and a second turn, streamed: %s', async (stream) => {
    const sayings = [
      { thought: '', calls: [{ id: 'call_a', name: 'transfer_to_guide', place: 'here' }] },
      { thought: '', calls: [{ id: 'call_b', place: 'Annecy' }] },
      { thought: '', text: 'The sun shines.' },
      { thought: '', text: 'You are welcome.' },
    ];
    const write = stream ? streamedResponse : wholeResponse;
    model.replies.push(...sayings.map((saying, at) => write(saying, 'plain', at)));
    const first = model.received.length;
    const told: string[] = [];
    const ask = startDesk({
      url: app.stack.app ?? '',
      model: 'gpt-4o',
      stream,
      hasTools: true,
      hear: (text) => told.push(text),
      weather: (place) => `sun in ${place}`,
    });
    await ask('How is the weather in Annecy?');
    await ask('Thanks.');

    expect(told.join('')).toBe('The sun shines.You are welcome.');
    const bodies = model.received.slice(first);
    expect(bodies.map((body) => JSON.parse(body).tools[0].name)).toEqual([
      'transfer_to_guide',
      'weather',
      'weather',
      'transfer_to_guide',
    ]);
    const exchanges = bodies.map((body, at) => ({
      body,
      output: toItems(sayings[at] ?? { thought: '' }, 'plain', at),
    }));
    expect(understood(exchanges)).toEqual([
      { role: 'user', text: 'How is the weather in Annecy?' },
      { call: 'call_a', given: { place: 'here' } },
      { of: 'call_a', text: '{"assistant":"guide"}' },
      { call: 'call_b', given: { place: 'Annecy' } },
      { of: 'call_b', text: 'sun in Annecy' },
      { role: 'assistant', text: 'The sun shines.' },
      { role: 'user', text: 'Thanks.' },
    ]);
  });
});
