import { parseValues } from '../../azd/parseValues.ts';
import { AzdFailed, runAzd } from '../../azd/runAzd.ts';
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
  readonly CALLERS?: string | undefined;
};

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
  const values = needed.every((name) => env[name]) ? env : parseValues(await run(command));
  const missing = needed.filter((name) => !values[name]);
  if (missing.length > 0) {
    throw new Problem(
      `The azd environment lacks ${missing.join(', ')}.`,
      'Run `azd provision` first; with several environments, `azd env select` the right one.',
    );
  }
  const { AZURE_TENANT_ID, CALLERS } = values;
  const read = Object.fromEntries(needed.map((name) => [name, values[name]]));
  return { ...(read as Record<(typeof needed)[number], string>), AZURE_TENANT_ID, CALLERS };
}

/** The command's standard output; a Problem when there is none. */
function run(command: readonly string[]): Promise<string> {
  return runAzd(command).catch((thrown) => {
    throw thrown instanceof AzdFailed && thrown.code !== undefined
      ? new Problem(
          `azd env get-values ended with ${thrown.code}.`,
          'Run it by hand: is an environment selected (`azd env list`)?',
        )
      : new Problem('azd cannot be run.', 'Install it, or give --app, --storage and --component.');
  });
}
