import { spawn } from 'node:child_process';
import { root } from '../../stack/root.ts';
import { Problem } from '../problem.ts';

const needed = [
  'SERVICE_API_URL',
  'SERVICE_API_RESOURCE_ID',
  'AZURE_STORAGE_ACCOUNT_NAME',
  'APPLICATIONINSIGHTS_RESOURCE_ID',
] as const;

/** Outputs of the deployment (infra/main.bicep). */
export type AzdValues = Readonly<Record<(typeof needed)[number], string>> & {
  readonly AZURE_TENANT_ID?: string | undefined;
};

const azdMs = 60_000;
const getValues = ['azd', 'env', 'get-values'];

/**
 * The outputs of the deployment: from the environment, where azd puts them for a hook, else from the selected azd
 * environment. Throws a Problem.
 */
export async function readAzdValues(
  env: NodeJS.ProcessEnv,
  command: readonly string[] = getValues,
): Promise<AzdValues> {
  // All come from one place: a variable left in a shell must not be mixed with another environment's.
  const values = needed.every((name) => env[name]) ? env : parse(await run(command));
  const missing = needed.filter((name) => !values[name]);
  if (missing.length > 0) {
    throw new Problem(
      `The azd environment lacks ${missing.join(', ')}.`,
      'Run `azd provision` first; with several environments, `azd env select` the right one.',
    );
  }
  const { AZURE_TENANT_ID } = values;
  const read = Object.fromEntries(needed.map((name) => [name, values[name]]));
  return { ...(read as Record<(typeof needed)[number], string>), AZURE_TENANT_ID };
}

/** The command's standard output. Its other output may hold values, and is not passed on. */
function run([command = '', ...args]: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      signal: AbortSignal.timeout(azdMs),
      windowsHide: true,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', () => {
      reject(
        new Problem('azd cannot be run.', 'Install it, or give --app, --storage and --component.'),
      );
    });
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else {
        reject(
          new Problem(
            `azd env get-values ended with ${code}.`,
            'Run it by hand: is an environment selected (`azd env list`)?',
          ),
        );
      }
    });
  });
}

/** Lines of `NAME="value"`, in which `"` and `\` are escaped. */
function parse(output: string): Readonly<Record<string, string | undefined>> {
  const lines = output.matchAll(/^(\w+)="(.*)"\r?$/gm);
  return Object.fromEntries(
    Array.from(lines, ([, name, value = '']) => [name, value.replace(/\\(.)/g, '$1')]),
  );
}
