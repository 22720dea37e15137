import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseValues } from '../azd/parseValues.ts';
import { AzdFailed, runAzd } from '../azd/runAzd.ts';
import { CallersError } from '../keys/callersError.ts';
import { deployedResources } from '../stack/deployedResources.ts';
import type { Place } from './place.ts';

/** The settings that a caller's limits depend on, and the variables of azd that give them (infra/main.parameters.json). */
const variables = {
  AZURE_OPENAI_DEPLOYMENT_NAME: 'MODEL',
  AZURE_OPENAI_FALLBACK_DEPLOYMENTS: 'FALLBACK_MODEL',
  AZURE_OPENAI_EMBEDDING_DEPLOYMENT_NAME: 'EMBEDDING_MODEL',
  MODEL_PRICES: 'MODEL_PRICES',
  MODEL_ALIASES: 'MODEL_ALIASES',
} as const;

/** The callers in the selected azd environment. Throws a CallersError. */
export async function openAzdEnvironment(azd: readonly string[] = ['azd']): Promise<Place> {
  const values = parseValues(await run(azd, ['env', 'get-values']));
  const defaults = await defaultSettings();
  const settings = Object.entries(variables).map(([setting, variable]) => [
    setting,
    values[variable] || (defaults[setting] ?? ''),
  ]);
  return {
    name: 'the azd environment',
    settings: {
      ...Object.fromEntries(settings),
      // In place of what the deployment makes.
      AZURE_AI_INFERENCE_ENDPOINT: 'https://models.invalid/v1',
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
      CALLERS: values.CALLERS ?? '',
    },
    app: values.SERVICE_API_URL ?? 'https://YOUR-APP.azurewebsites.net',
    next: 'Run `azd provision`: it sets them in the app, which then starts again.',
    withoutCallers: 'The app asks for its function key then.',
    async save(callers) {
      // Not as an argument, which other users of the machine can read and Windows cuts at 32 KB.
      const folder = await mkdtemp(join(tmpdir(), 'callspan-callers-'));
      const file = join(folder, 'callers.env');
      try {
        // Between single quotes azd's reader takes every character as it is.
        // None is an object too, as azd reads the parameter as JSON.
        const text = `CALLERS='${(callers || '{}').replaceAll("'", '\\u0027')}'\n`;
        await writeFile(file, text, { mode: 0o600 });
        await run(azd, ['env', 'set', '--file', file]);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** What infra/ sets where azd has no value. */
async function defaultSettings(): Promise<Readonly<Record<string, unknown>>> {
  const resources = await deployedResources();
  const found = resources.find(({ type }) => type === 'Microsoft.Web/sites/config');
  return { ...Object(found?.properties) };
}

function run(azd: readonly string[], args: readonly string[]): Promise<string> {
  return runAzd([...azd, ...args]).catch((thrown) => {
    throw new CallersError(
      thrown instanceof AzdFailed && thrown.code !== undefined
        ? `azd ${args.slice(0, 2).join(' ')} ended with ${thrown.code}: is an environment selected (\`azd env list\`)?`
        : 'azd cannot be run: install it, or leave out --azd for this machine alone.',
    );
  });
}
