import { expect, it } from 'vitest';
import { embedded } from '../apps.ts';
import type { Start } from '../conversation.ts';

/** Two turns with the model of `npm start`: the same words, streamed or not. */
export function testEmbedded(name: string, start: Start): void {
  it(`${name}: two turns of the embedded model`, async () => {
    const whole = await twoTurns(start, false);
    expect(whole.every(({ length }) => length > 0)).toBe(true);
    const streamed = await twoTurns(start, true);
    expect(streamed.join('')).toBe(whole.join(''));
    expect(streamed.length).toBeGreaterThan(whole.length);
  });
}

async function twoTurns(start: Start, stream: boolean): Promise<readonly string[]> {
  const told: string[] = [];
  const ask = start({
    url: embedded.stack.app ?? '',
    model: 'gpt-4o',
    stream,
    hasTools: false,
    hear: (text) => told.push(text),
    weather: () => 'sun',
  });
  await ask('Where?');
  await ask('And when?');
  return told;
}
