import { runCallers } from './callers/runCallers.ts';
import { root } from './stack/root.ts';

const { code, out, errors } = await runCallers(process.argv.slice(2), root, process.env);
for (const line of out) console.log(line);
for (const line of errors) console.error(line);
process.exitCode = code;
