// The built-in host as a command, like `func start`: `builtInHost.ts PORT`, with the app's settings as its environment.
import { join } from 'node:path';
import { startHost } from '../../local/host/startHost.ts';
import { root } from '../../local/stack/root.ts';

const host = await startHost({
  appDir: join(root, 'dist', 'app'),
  port: Number(process.argv[2]),
  settings: process.env as Record<string, string>,
  onLog: ({ message }) => console.log(message),
  onExit: () => process.exit(1),
});
process.once('SIGINT', () => void host.stop().then(() => process.exit(0)));
