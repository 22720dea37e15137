import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readReadyFile } from './stack/readyFile.ts';
import { root } from './stack/root.ts';
import { useColor } from './useColor.ts';
import { createTarget, type Flags, WrongUse } from './verify/createTarget.ts';
import { type Problem, toProblem } from './verify/problem.ts';
import { toVerdict } from './verify/verdict.ts';
import { verify } from './verify/verify.ts';

const usage = `npm run verify                                                    the stack that \`npm start\` runs here
npm run verify:azd                                                what azd has deployed; after a deployment azd runs it
npm run verify -- --azd                                           the same, and 1 when something does not work
npm run verify -- --app URL --storage ACCOUNT --component ID      an app in Azure, by its parts
npm run verify -- --app URL --storage STRING --insights URL       a local one, by its parts
CALLSPAN_KEY is the function key; --azd finds one by itself. CALLSPAN_API_KEY is the key of a caller, for an app that has callers:
without it only health, functions and the queue are tried. The stack here needs neither.
0: everything works; 1: it does not; 2: wrong use.
verify:azd ends with 0 also when it is not, unless CI is set: the deployment stays one that succeeded.`;

let cause: Problem | undefined;
const flags = readFlags();
try {
  const readReady = () => readReadyFile(join(root, '.local', 'ready.json'));
  const { target, limits } = await createTarget(flags, process.env, readReady);
  await verify(target, limits, {
    result: (line) => console.log(line),
    progress: (line) => console.error(line),
    failed: (problem) => {
      cause ??= problem;
    },
    color: useColor(process.stdout),
  });
} catch (error) {
  if (error instanceof WrongUse) endWrongUse(error);
  cause = toProblem(error);
  if (!flags.deployed) console.error(`${cause.message} ${cause.remedy}`);
}
if (cause !== undefined) {
  const { line, exitCode } = toVerdict(cause, process.env);
  if (flags.deployed) console.error(line);
  process.exitCode = flags.deployed ? exitCode : 1;
}

function endWrongUse({ message }: WrongUse): never {
  console.error(`${message}\n${usage}`);
  process.exit(2);
}

function readFlags(): Flags & { deployed?: boolean | undefined } {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean', short: 'h' },
        azd: { type: 'boolean' },
        deployed: { type: 'boolean' },
        app: text,
        storage: text,
        component: text,
        insights: text,
      },
    });
    if (!values.help) return values;
    console.log(usage);
    return process.exit(0);
  } catch (error) {
    return endWrongUse(new WrongUse(error instanceof Error ? error.message : ''));
  }
}
