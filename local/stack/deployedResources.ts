import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployedResource } from './localInsights.ts';
import { root } from './root.ts';

/** What `bicep snapshot` makes of infra/ with the defaults; test/infra keeps it equal to the templates. */
const snapshot = join(root, 'test/infra/plain.snapshot.json');

/** The resources that `azd provision` makes, compiled; none when a fork has no snapshot of them. */
export async function deployedResources(): Promise<readonly DeployedResource[]> {
  try {
    const { predictedResources } = JSON.parse(await readFile(snapshot, 'utf8')) as {
      predictedResources: readonly DeployedResource[];
    };
    return predictedResources;
  } catch {
    return [];
  }
}
