import { startAgent } from './agentsTalk.ts';
import { testTwoTurns } from './twoTurns.ts';

testTwoTurns({
  name: '@openai/agents, chat completions',
  sendsBack: ['reasoning'],
  start: startAgent(false),
});
