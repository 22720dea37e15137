// The built-in host in a process of its own, so that it can be killed: its one argument is a HostCommand as JSON.
import { join } from 'node:path';
import { startHost } from '../../../local/host/startHost.ts';
import { endWithParent } from '../../../local/process/endWithParent.ts';
import { root } from '../../../local/stack/root.ts';
import type { HostCommand, HostState } from './instance.ts';

const stopMs = 12_000;
// In Azure a lease is 10 minutes: for so long the work of a killed host would lie.
const leaseMs = 30_000;

const { port, settings }: HostCommand = JSON.parse(process.argv[2] ?? '');
let stop = async () => {};
endWithParent(() => void stop().finally(() => process.exit(0)), stopMs);
const appDir = join(root, 'dist', 'app');
const onExit = () => process.exit(1);
const host = await startHost({ appDir, port, settings, leaseMs, onExit });
stop = host.stop;

const tell = () => {
  const running = host.invocations.running().length;
  process.send?.({ url: host.url, workerPid: host.workerPid(), running } satisfies HostState);
};
process.on('message', tell);
tell();
