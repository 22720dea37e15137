import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { campingRequest } from '../e2e/startApp.ts';
import { childrenOf, runStart } from '../local/runStart.ts';
import { sendRaw } from '../sendRaw.ts';
import { until } from '../time/until.ts';

const onLinux = process.platform === 'linux';
const why = onLinux ? '' : ' (skipped: the port and the memory of a worker are read from /proc)';

/** The port on which a process listens. */
function portOf(pid: number): number {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
      try {
        return [/socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1]];
      } catch {
        return []; // closed meanwhile
      }
    }),
  );
  const lines = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8').trim().split('\n').slice(1),
  );
  const ports = lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    const isListening = state === '0A' && sockets.has(inode);
    return isListening ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : [];
  });
  expect(ports).toHaveLength(1);
  return ports[0] ?? 0;
}

const residentMib = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

const health = (headers: string, query = '') =>
  `GET /api/health${query} HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`;
const large = `{"messages":[{"role":"user","content":"${'x'.repeat(20 * 1_048_576)}"}]}`;

type Kind = readonly [name: string, to: 'app' | 'worker', bytes: () => string | Uint8Array];
const kinds: readonly Kind[] = [
  ['bytes that are no ASCII', 'app', () => health('Host: localhost\r\nX-A: \xc3\xbc')],
  [
    'a header of 20,000 bytes',
    'app',
    () => health(`Host: localhost\r\nX-A: ${'x'.repeat(20_000)}`),
  ],
  [
    'an ID of its own',
    'app',
    () => health(`Host: localhost\r\nx-ms-invocation-id: ${randomUUID()}`),
  ],
  ['headers in the query', 'app', () => health('Host: localhost', '?Headers=[1]')],
  ['a wrong header there', 'app', () => health('Host: localhost', '?Headers={"a%20b":"c"}')],
  ['a host that is none', 'app', () => health('Host: a b')],
  ['the ID error', 'worker', () => health('Host: localhost\r\nx-ms-invocation-id: error')],
  [
    'an unknown ID',
    'worker',
    () => health(`Host: localhost\r\nx-ms-invocation-id: ${randomUUID()}`),
  ],
];
const body = Buffer.from(
  `POST /api/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${large.length}\r\nConnection: close\r\n\r\n${large}`,
);

describe.skipIf(!onLinux)(`10,000 hostile requests at npm start${why}`, () => {
  it('are answered or closed by the same worker, whose memory stays, and a normal call is answered throughout', async () => {
    const run = await runStart(['--app-port', '0']);
    const { app = '' } = await run.ready();
    const worker = childrenOf(run.child.pid).find(({ command }) => /worker\.ts/.test(command));
    const pid = worker?.pid ?? 0;
    const addresses = { app, worker: `http://127.0.0.1:${portOf(pid)}` };

    let over = false;
    let answered = 0;
    const normal = (async () => {
      while (!over) {
        const response = await fetch(`${app}/api/v1/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(campingRequest),
        });
        expect(response.status).toBe(200);
        await response.text();
        answered += 1;
      }
    })();

    const ends: Record<string, number> = {};
    const hurl = async ([name, to, bytes]: Kind) => {
      const status = (await sendRaw(addresses[to], bytes())).slice(9, 12) || 'closed';
      ends[`${name}: ${status}`] = (ends[`${name}: ${status}`] ?? 0) + 1;
    };
    /** So many of each kind, four hundred at a time, and one body of 20 MiB for every hundred. */
    const hurlAll = async (each: number) => {
      let at = 0;
      const total = each * kinds.length;
      const lane = async () => {
        while (at < total) {
          const index = at++;
          const kind = kinds[index % kinds.length];
          if (kind) await hurl(kind);
          if (index % 100 === 0) await hurl(['a body of 20 MiB', 'app', () => body]);
        }
      };
      await Promise.all(Array.from({ length: 400 }, lane));
    };
    await hurlAll(250);
    const before = residentMib(pid);
    await hurlAll(1_000);
    over = true;
    await normal;
    const after = await until(
      'the memory of the worker to be what it was',
      async () => residentMib(pid),
      (mib) => mib < before + 50,
    );
    console.log({ ends, answered, pid, mib: [before, after] });
    expect(answered).toBeGreaterThan(10);
    expect(childrenOf(run.child.pid).find(({ command }) => /worker\.ts/.test(command))?.pid).toBe(
      pid,
    );
    expect(run.child.exitCode).toBe(null);
  });
});
