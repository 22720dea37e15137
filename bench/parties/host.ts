import { join } from 'node:path';
import { startHost } from '../../local/host/startHost.ts';
import { answerCpu } from './answerCpu.ts';
import { cpuMsOf } from './processFigures.ts';

// The deployable in the built-in host. The settings are this process's environment.

const { url, workerPid } = await startHost({
  appDir: join(import.meta.dirname, '../../dist/app'),
  port: 0,
  settings: process.env as Record<string, string>,
});
answerCpu(url, () => cpuMsOf(workerPid()));
