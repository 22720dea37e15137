import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readReadyFile } from './stack/readyFile.ts';
import { root } from './stack/root.ts';
import { useColor } from './useColor.ts';
import { createTarget, type Flags, WrongUse } from './verify/createTarget.ts';
import { toProblem } from './verify/problem.ts';
import { verify } from './verify/verify.ts';

const usage = `npm run verify                                                    the stack that \`npm start\` runs here
npm run verify -- --azd                                           what azd has deployed
npm run verify -- --app URL --storage ACCOUNT --component ID      an app in Azure, by its parts
npm run verify -- --app URL --storage STRING --insights URL       a local one, by its parts
The function key is taken from CALLSPAN_KEY; --azd finds one by itself. 0: all is whole; 1: it is not; 2: wrong use.`;

try {
  const readReady = () => readReadyFile(join(root, '.local', 'ready.json'));
  const { target, limits } = await createTarget(readFlags(), process.env, readReady);
  const whole = await verify(target, limits, {
    result: (line) => console.log(line),
    progress: (line) => console.error(line),
    color: useColor(process.stdout),
  });
  if (!whole) process.exitCode = 1;
} catch (error) {
  if (error instanceof WrongUse) {
    console.error(`${error.message}\n${usage}`);
    process.exitCode = 2;
  } else {
    const { message, remedy } = toProblem(error);
    console.error(`${message} ${remedy}`);
    process.exitCode = 1;
  }
}

function readFlags(): Flags {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: {
        azd: { type: 'boolean' },
        app: text,
        storage: text,
        component: text,
        insights: text,
      },
    });
    return values;
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : '');
  }
}
