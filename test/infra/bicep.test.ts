import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { findBicep } from './findBicep.ts';

const cli = findBicep();
const strict = join(root, 'test/infra/bicepconfig.json');
const deployments = ['plain', 'vnet', 'existingAccount', 'existingEndpoint'];

/** Fixed, as names are made from them. */
const ids = {
  'tenant-id': '22222222-2222-2222-2222-222222222222',
  'subscription-id': '33333333-3333-3333-3333-333333333333',
  location: 'swedencentral',
  'deployment-name': 'main',
};

/** One run of the CLI; its texts, and 0 when it was content. Warnings leave 0. */
function bicep(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(cli ?? '', args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

/** Writes what a deployment would make, next to its parameters. */
function snapshot(folder: string, deployment: string) {
  const file = join(folder, 'test/infra', `${deployment}.bicepparam`);
  const fixed = Object.entries(ids).flatMap(([name, value]) => [`--${name}`, value]);
  return bicep('snapshot', file, '--mode', 'overwrite', ...fixed);
}

/** A copy of what the CLI would change: formatting and snapshots are compared with it. */
let copy = '';

describe.skipIf(cli === undefined)('Bicep', () => {
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'callspan-infra-'));
    await cp(join(root, 'infra'), join(copy, 'infra'), { recursive: true });
    await cp(join(root, 'test/infra'), join(copy, 'test/infra'), { recursive: true });
  });

  afterAll(() => rm(copy, { recursive: true, force: true }));

  it('the strict linter has nothing to say of any file', async () => {
    const pattern = join(root, 'infra/*.bicep').replaceAll('\\', '/');
    const options = ['--diagnostics-format', 'sarif', '--config', strict];
    const { stdout } = await bicep('lint', '--pattern', pattern, ...options);
    const reports = stdout.split(/(?<=^\})\s*(?=\{)/m).map((text) => JSON.parse(text));
    const files = (await readdir(join(root, 'infra'))).filter((name) => name.endsWith('.bicep'));
    expect(reports).toHaveLength(files.length);
    const results = reports.flatMap(({ runs }) => runs).flatMap((run) => run.results);
    expect(results.map(describeResult)).toEqual([]);
  });

  it('every file is formatted', async () => {
    const folders = ['infra/*.bicep', 'test/infra/*.bicepparam'];
    for (const folder of folders) {
      const pattern = join(copy, folder).replaceAll('\\', '/');
      await bicep('format', '--pattern', pattern, '--newline-kind', 'LF');
    }
    for (const folder of ['infra', 'test/infra']) {
      for (const name of await readdir(join(root, folder))) {
        if (!/\.bicep(param)?$/.test(name)) continue;
        const [written, formatted] = await Promise.all(
          [root, copy].map((place) => readFile(join(place, folder, name), 'utf8')),
        );
        expect(formatted, name).toBe(written);
      }
    }
  });

  // After a change on purpose: UPDATE_SNAPSHOTS=1 writes them anew, and the diff shows what would change in Azure.
  it.each(deployments)('what %s deploys is what its snapshot says', async (deployment) => {
    const name = join('test/infra', `${deployment}.snapshot.json`);
    const { code, stderr } = await snapshot(copy, deployment);
    expect(code, stderr).toBe(0);
    const text = await readFile(join(copy, name), 'utf8');
    if (process.env.UPDATE_SNAPSHOTS) await writeSnapshot(join(root, name), text);
    // The CLI's own comparison takes as long again, and leaves out the outputs.
    expect(JSON.parse(text)).toEqual(JSON.parse(await readFile(join(root, name), 'utf8')));
  });

  describe('compiled', () => {
    let template: Template;

    beforeAll(async () => {
      const { code, stdout, stderr } = await bicep(
        'build',
        join(root, 'infra/main.bicep'),
        '--stdout',
      );
      expect(code, stderr).toBe(0);
      template = JSON.parse(stdout);
    });

    const resource = (name: string, of = template): Resource => {
      const found = of.resources[name];
      if (found === undefined) throw new Error(`no resource ${name}`);
      return found;
    };
    const inside = (module: string): Template => resource(module).properties.template as Template;

    it('the app is made after its roles and the private endpoints', () => {
      expect(resource('app').dependsOn).toEqual(
        expect.arrayContaining([
          'rolesOfApp',
          'rolesOnAccount',
          'roleOnSecret',
          'privateEndpoints',
        ]),
      );
      expect(resource('rolesOfApp').dependsOn).toEqual(
        expect.arrayContaining(['identity', 'storage', 'monitoring', 'foundry']),
      );
      expect(resource('rolesOnAccount').dependsOn).toEqual(
        expect.arrayContaining(['identity', 'foundry']),
      );
      expect(resource('privateEndpoints').dependsOn).toContain('foundry');
    });

    it('what hangs on the Foundry account is made one by one', () => {
      const foundry = inside('foundry');
      expect(resource('account::deployments', foundry).copy).toMatchObject({
        mode: 'serial',
        batchSize: 1,
      });
      expect(resource('account::project', foundry).dependsOn).toContain('account::deployments');
      expect(resource('account::project::connection', foundry).dependsOn).toContain(
        'account::project',
      );
    });

    it('the region is asked for without the quota of a model, which would be that of another one', () => {
      expect(template.parameters.location?.metadata).toMatchObject({ azd: { type: 'location' } });
      expect(JSON.stringify(template.parameters)).not.toContain('usageName');
    });

    it('the capacity and the longest answer both tell how many calls a minute they allow', () => {
      for (const name of ['modelCapacity', 'maxOutputTokens']) {
        const told = JSON.stringify(template.parameters[name]?.metadata);
        expect(told).toMatch(/Calls a minute = (modelC|c)apacity × 1000 \/ /);
      }
    });

    it('azd asks for the region and the name only: all else has a default', () => {
      const asked = Object.entries(template.parameters).filter(
        ([, parameter]) => !('defaultValue' in parameter),
      );
      expect(asked.map(([name]) => name).sort()).toEqual(['environmentName', 'location']);
    });
  });
});

interface Template {
  readonly parameters: Record<string, { defaultValue?: unknown; metadata?: object }>;
  readonly resources: Record<string, Resource>;
}

interface Resource {
  readonly dependsOn?: string[];
  readonly copy?: object;
  readonly properties: Record<string, unknown>;
}

interface LintResult {
  readonly ruleId: string;
  readonly message: { text: string };
  readonly locations: {
    physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
  }[];
}

function describeResult({ ruleId, message, locations }: LintResult): string {
  const place = locations[0]?.physicalLocation;
  return `${place?.artifactLocation.uri}:${place?.region.startLine} ${ruleId}: ${message.text}`;
}

/** The CLI writes outputs in any order and in a format of its own. */
async function writeSnapshot(file: string, text: string): Promise<void> {
  const { outputs, ...rest } = JSON.parse(text) as { outputs: Record<string, unknown> };
  const sorted = Object.fromEntries(Object.entries(outputs).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(file, `${JSON.stringify({ ...rest, outputs: sorted }, null, 2)}\n`);
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  await new Promise((resolve, reject) => {
    execFile(process.execPath, [biome, 'format', '--write', file], { cwd: root }, (error) =>
      error === null ? resolve(undefined) : reject(error),
    );
  });
}
