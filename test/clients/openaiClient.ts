import OpenAI from 'openai';
import { app } from './apps.ts';

/** OpenAI's client as people use it: only the base URL is ours. */
export const openai = (of = app) =>
  new OpenAI({ baseURL: `${of.stack.app}/api/v1`, apiKey: 'not needed here' });

/** A question. */
export const messages = [
  {
    role: 'user' as const,
    content: 'What are some recommended supplies for a camping trip in the mountains?',
  },
];
