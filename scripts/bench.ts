import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// npm run bench [name]: runs one benchmark of bench/, or lists them.
const folder = fileURLToPath(new URL('../bench/', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
const [name, ...rest] = process.argv.slice(2);

if (name === undefined || !existsSync(`${folder}${name}.ts`)) {
  console.log(`npm run bench -- NAME, with one of: ${names.join(', ')}`);
} else {
  const child = spawn(process.execPath, [...process.execArgv, `${folder}${name}.ts`, ...rest], {
    stdio: 'inherit',
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
