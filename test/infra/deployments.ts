import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { root } from '../../local/stack/root.ts';

// What a deployment may hold, read off the snapshots: in them every loop and condition is resolved, and bicep.test.ts holds
// them equal to the templates. So these tests need no Bicep.

/** A file of the repository, by its path from the root. */
export const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly tags?: Record<string, string>;
  readonly sku?: object;
  readonly properties?: unknown;
}

/** What a snapshot predicts. */
export interface Deployment {
  readonly predictedResources: Resource[];
  readonly outputs: Record<string, string>;
}

/** With the parameters of plain.bicepparam. */
export const plain: Deployment = JSON.parse(read('test/infra/plain.snapshot.json'));
/** With the parameters of vnet.bicepparam. */
export const vnet: Deployment = JSON.parse(read('test/infra/vnet.snapshot.json'));
/** With the parameters of existingAccount.bicepparam. */
export const existingAccount: Deployment = JSON.parse(
  read('test/infra/existingAccount.snapshot.json'),
);
/** With the parameters of existingEndpoint.bicepparam. */
export const existingEndpoint: Deployment = JSON.parse(
  read('test/infra/existingEndpoint.snapshot.json'),
);
/** Those with models of their own, for `it.each`. */
export const both = [
  ['plain', plain],
  ['in a virtual network', vnet],
] as const;
/** All, for `it.each`. */
export const every = [
  ...both,
  ['with an account that was there', existingAccount],
  ['with an endpoint of others', existingEndpoint],
] as const;

/** The resources of a type. */
export const ofType = (deployment: Deployment, type: string) =>
  deployment.predictedResources.filter((resource) => resource.type === type);

/** The properties of the only resource of a type. */
export function only(deployment: Deployment, type: string): Record<string, unknown> {
  const found = ofType(deployment, type);
  expect(found, type).toHaveLength(1);
  return found[0]?.properties as Record<string, unknown>;
}

/** The app settings. */
export const settingsOf = (deployment: Deployment) =>
  only(deployment, 'Microsoft.Web/sites/config') as Record<string, string>;

/** Every text in a value, with the path to it. */
export function textsIn(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}/${key}`));
}

/** A resource ID without what comes before its last provider. */
export const shortType = (id: string) =>
  id.slice(id.lastIndexOf('/providers/') + '/providers/'.length);
