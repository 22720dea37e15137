import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, it } from 'vitest';
import { startApp } from '../e2e/startApp.ts';
import { type HostileBody, heavyBodies, hostileBodies } from '../hostile/bodies.ts';
import { expectWithin } from '../time/expectWithin.ts';

const app = startApp();

/** Of each kind one, as each is 8 MiB: the bench (npm run bench -- bodies) has them all. */
const refused = [
  'numbers as messages',
  'parts of a wrong text',
  'wrong pairs of metadata',
  'unknown keys',
  'keys like integers',
  'schemas of a choice',
  'opening brackets',
  'opening objects',
  'a text without an end',
];
const parsed = ['numbers as parts', 'unknown keys', 'schemas of a choice'];

it('while hostile bodies of 8 MiB are posted, health answers within a second, and they are answered too', async () => {
  expect(await statusOf('GET', 'health')).toBe(200);
  const post = async ({ name, make }: HostileBody, statuses: readonly number[]) => {
    const posted = statusOf('POST', 'v1/chat/completions', make());
    expect(await expectWithin(1_000, 500, () => statusOf('GET', 'health')), name).toBe(200);
    expect(statuses, name).toContain(await posted);
  };
  for (const name of refused) await post(bodyOf(hostileBodies, name), [400]);
  for (const name of parsed) await post(bodyOf(heavyBodies, name), [200, 400]);
});

function bodyOf(bodies: readonly HostileBody[], name: string): HostileBody {
  const found = bodies.find((body) => body.name === name);
  if (found === undefined) throw new Error(`there is no body of ${name}`);
  return found;
}

/** Each over a connection of its own: one that is kept may end while a large body is being made. */
async function statusOf(method: string, path: string, body?: Buffer): Promise<number | undefined> {
  const headers = { 'content-type': 'application/json', 'content-length': body?.byteLength ?? 0 };
  const sent = request(`${app.stack.app}/api/${path}`, { method, headers, agent: false });
  const [answer] = (await once(sent.end(body), 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  return answer.statusCode;
}
