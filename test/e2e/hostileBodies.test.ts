import { expect, it } from 'vitest';
import { type HostileBody, heavyBodies, hostileBodies } from '../hostile/bodies.ts';
import { expectWithin } from '../time/expectWithin.ts';
import { startApp } from './startApp.ts';

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
  const url = `${app.stack.app}/api/health`;
  await (await fetch(url)).text();
  const post = async ({ name, make }: HostileBody, statuses: readonly number[]) => {
    const posted = app.chat(make());
    const health = await expectWithin(1_000, 500, () => fetch(url));
    expect(health.status, name).toBe(200);
    expect(statuses, name).toContain((await posted).status);
  };
  for (const name of refused) await post(bodyOf(hostileBodies, name), [400]);
  for (const name of parsed) await post(bodyOf(heavyBodies, name), [200, 400]);
});

function bodyOf(bodies: readonly HostileBody[], name: string): HostileBody {
  const found = bodies.find((body) => body.name === name);
  if (found === undefined) throw new Error(`there is no body of ${name}`);
  return found;
}
