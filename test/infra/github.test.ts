import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { defaultPorts, storagePorts } from '../../local/process/ports.ts';
import { root } from '../../local/stack/root.ts';
import { hasShell } from './hasShell.ts';

const read = (path: string) => readFile(join(root, path), 'utf8');

interface Step {
  id?: string;
  name?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

interface Job {
  if?: string;
  'timeout-minutes'?: number;
  permissions?: Record<string, string>;
  strategy?: { matrix: { os: string[]; node: number[] } };
  steps: Step[];
}

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const names = await readdir(join(root, '.github/workflows'));
const workflows = new Map<string, Workflow>();
for (const name of names) {
  workflows.set(name, parseDocument(await read(`.github/workflows/${name}`)).toJS());
}

function jobOf(file: string, name: string): Job {
  const job = workflows.get(file)?.jobs[name];
  if (job === undefined) throw new Error(`${file} has no job ${name}.`);
  return job;
}

const jobs = [...workflows].flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => ({ file, name, job })),
);
const steps = jobs.flatMap(({ job }) => job.steps);
const stepUsing = (job: Job, action: string) =>
  job.steps.find(({ uses }) => uses?.startsWith(`${action}@`));
/** JSON whose comments have lines of their own. */
const parseCommented = (text: string) => JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''));

describe('the files for GitHub', () => {
  it('are YAML without an error or a warning', async () => {
    const files = (await readdir(join(root, '.github'), { recursive: true })).filter((file) =>
      /\.ya?ml$/.test(file),
    );
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const file of files) {
      const { errors, warnings } = parseDocument(await read(join('.github', file)));
      expect([file, errors, warnings]).toEqual([file, [], []]);
    }
  });

  it('give each job the least: nothing secret, read-only, no token left in the clone, a limit of time', async () => {
    for (const name of names) {
      expect(await read(`.github/workflows/${name}`)).not.toMatch(/secrets\s*[.[]/);
    }
    for (const { permissions } of workflows.values()) {
      expect([{}, { contents: 'read' }]).toContainEqual(permissions);
    }
    for (const { file, name, job } of jobs) {
      expect([file, name, typeof job['timeout-minutes']]).toEqual([file, name, 'number']);
      const writes = Object.entries(job.permissions ?? {}).filter(([, level]) => level !== 'read');
      expect([file, name, writes]).toEqual([
        file,
        name,
        file === 'azure-dev.yml' && name === 'deploy' ? [['id-token', 'write']] : [],
      ]);
      const clone = stepUsing(job, 'actions/checkout');
      if (clone) expect(clone.with).toMatchObject({ 'persist-credentials': false });
    }
  });

  it('run only npm scripts that exist', async () => {
    const { scripts } = JSON.parse(await read('package.json'));
    const called = steps.flatMap(({ run }) =>
      [...(run ?? '').matchAll(/^npm (?:run )?([\w:]+)/gm)].map(([, script]) => `${script}`),
    );
    const own = called.filter((script) => !['ci', 'exec', 'install'].includes(script));
    expect(own).toContain('package');
    for (const script of own) expect(scripts).toHaveProperty([script]);
  });

  it('know no other versions than the project: Node, Bicep, ports', async () => {
    const manifest = JSON.parse(await read('package.json'));
    const { matrix } = jobOf('ci.yml', 'systems').strategy ?? {};
    expect(matrix?.os).toEqual(['ubuntu-latest', 'macos-latest', 'windows-latest']);
    const [oldest = 0, newest = 0] = matrix?.node ?? [];
    expect(await read('scripts/build.ts')).toContain(`target: 'node${oldest}'`);
    expect(manifest.optionalDependencies.node).toMatch(new RegExp(`^\\^${newest}\\.`));
    const fresh = stepUsing(jobOf('ci.yml', 'clone'), 'actions/setup-node');
    expect(manifest.engines.node).toBe(`>=${fresh?.with?.['node-version']}`);
    const versions = /^param nodeVersion (.*) = /m.exec(await read('infra/main.bicep'))?.[1];
    expect(versions).toBe(`'${oldest}' | '${newest}'`);

    const container = parseCommented(await read('.devcontainer/devcontainer.json'));
    expect(container.image).toMatch(new RegExp(`:${newest}-`));
    const { bicepVersion } = container.features['ghcr.io/devcontainers/features/azure-cli:1'];
    const installed = steps.filter(({ name }) => name === 'Bicep CLI');
    expect(installed).toHaveLength(2);
    for (const { run } of installed) expect(run).toContain(`--version ${bicepVersion}\n`);
    expect(await read('.ci/run')).toContain(`Version="[${bicepVersion.slice(1)}]"`);
    const { app, insights, model, storage } = defaultPorts;
    const { blob, queue, table } = storagePorts(storage);
    const ports = [app, insights, model, blob, queue, table];
    expect(container.forwardPorts).toEqual(expect.arrayContaining(ports));
    expect(Object.keys(container.portsAttributes).map(Number)).toEqual(
      [...container.forwardPorts].sort((a, b) => a - b),
    );
  });
});

describe('the files for the editor', () => {
  it('name programs, npm scripts and tasks that exist', async () => {
    const { scripts } = JSON.parse(await read('package.json'));
    const { tasks } = parseCommented(await read('.vscode/tasks.json'));
    const { configurations } = parseCommented(await read('.vscode/launch.json'));
    const labels = tasks.map(({ label }: { label: string }) => label);
    for (const { type, script, dependsOn = [] } of tasks) {
      if (type === 'npm') expect(scripts).toHaveProperty([script]);
      expect(labels).toEqual(expect.arrayContaining(dependsOn));
    }
    for (const { program, preLaunchTask } of configurations) {
      if (program) await read(program.replace(/^\$\{workspaceFolder\}\//, ''));
      if (preLaunchTask) expect(labels).toContain(preLaunchTask);
    }
    parseCommented(await read('.vscode/settings.json'));
    parseCommented(await read('.vscode/extensions.json'));
    parseCommented(await read('.vscode/mcp.json'));
  });
});

describe('a deployment from GitHub', () => {
  const folders: string[] = [];
  afterEach(async () => {
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
  });
  const variables = [
    'AZURE_CLIENT_ID',
    'AZURE_TENANT_ID',
    'AZURE_SUBSCRIPTION_ID',
    'AZURE_ENV_NAME',
    'AZURE_LOCATION',
  ];

  it('is of the zip and the commit of a run that passed, and builds nothing', async () => {
    const deploy = jobOf('azure-dev.yml', 'deploy');
    const tested = stepUsing(jobOf('ci.yml', 'test'), 'actions/upload-artifact');
    const taken = stepUsing(deploy, 'actions/download-artifact');
    expect(tested?.with).toMatchObject({ path: 'dist/callspan.zip', 'if-no-files-found': 'error' });
    expect(taken?.with).toMatchObject({
      name: tested?.with?.name,
      path: 'dist',
      'run-id': expect.stringContaining('needs.choose.outputs.run '),
    });
    expect(stepUsing(deploy, 'actions/checkout')?.with).toMatchObject({
      ref: expect.stringContaining('needs.choose.outputs.commit '),
    });
    const commands = deploy.steps.map(({ run }) => run ?? '').join('\n');
    expect(commands).toContain('azd deploy api --from-package dist/callspan.zip');
    expect(commands).not.toMatch(/npm run (build|package)|azd (package|up)/);
    const { services } = parseDocument(await read('azure.yaml')).toJS();
    expect(services).toHaveProperty('api');
  });

  it('is left out with a line that names what is missing, when any variable is', () => {
    const missing = jobOf('azure-dev.yml', 'unconfigured');
    const said = missing.steps.map(({ run }) => run).join('\n');
    for (const name of variables) {
      expect(missing.if).toContain(`vars.${name} == ''`);
      expect(jobOf('azure-dev.yml', 'choose').if).toContain(`vars.${name} != ''`);
      expect(said).toContain(name);
    }
  });

  /** Runs a step as the runner does: its script by bash, with a `gh` in the path that answers from a file. */
  async function runStep(step: Step | undefined, env: Record<string, string>, answer = '') {
    const folder = await mkdtemp(join(tmpdir(), 'callspan-step-'));
    folders.push(folder);
    // The real one filters by --jq; jq does the same here.
    await writeFile(
      join(folder, 'gh'),
      '#!/usr/bin/env bash\nwhile [ "$1" != --jq ]; do shift; done\nprintf %s "$ANSWER" | jq -r "$2"\n',
    );
    await chmod(join(folder, 'gh'), 0o755);
    await mkdir(join(folder, 'infra'));
    const parameters = 'infra/main.parameters.json';
    await writeFile(join(folder, parameters), await read(parameters));
    const written = ['output', 'env', 'summary'].map((name) => join(folder, name));
    await Promise.all(written.map((file) => writeFile(file, '')));
    const [output = '', environment = '', summary = ''] = written;
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 99'],
      {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...{ PATH: `${folder}${delimiter}${process.env.PATH}`, ANSWER: answer },
          ...{ GITHUB_REPOSITORY: 'someone/callspan', GITHUB_OUTPUT: output },
          ...{ GITHUB_ENV: environment, GITHUB_STEP_SUMMARY: summary, ...env },
        },
      },
    );
    const [outputs, exported] = await Promise.all(
      [output, environment].map((file) => readFile(file, 'utf8')),
    );
    return { status, said: stdout + stderr, outputs, exported };
  }

  const passed = {
    id: 42,
    path: '.github/workflows/ci.yml',
    event: 'push',
    head_branch: 'main',
    conclusion: 'success',
    head_sha: 'a'.repeat(40),
  };
  const find = jobOf('azure-dev.yml', 'choose').steps.find(({ id }) => id === 'find');

  describe.skipIf(!hasShell())('(with bash and jq)', () => {
    it('takes the run that it is told', async () => {
      const { status, outputs } = await runStep(find, { RUN: '42' }, JSON.stringify(passed));
      expect([status, outputs]).toEqual([0, `run=42\ncommit=${'a'.repeat(40)}\n`]);
    });

    it.each([
      ['of a pull request', { event: 'pull_request' }],
      ['of another branch', { head_branch: 'try' }],
      ['that failed', { conclusion: 'failure' }],
      ['that still runs', { conclusion: null }],
      ['of another workflow', { path: '.github/workflows/other.yml@main' }],
    ])('takes no run %s', async (_, difference) => {
      const answer = JSON.stringify({ ...passed, ...difference });
      const { status, said, outputs } = await runStep(find, { RUN: '42' }, answer);
      expect([status, outputs]).toEqual([1, '']);
      expect(said).toContain('::error::Run 42 (');
    });

    it.each(['../42', '42; echo bad', 'latest'])('takes no %j for a run', async (run) => {
      const { status, said, outputs } = await runStep(find, { RUN: run }, JSON.stringify(passed));
      expect([status, outputs]).toEqual([1, '']);
      expect(said).not.toContain('bad');
    });

    it('says so when no run has passed yet', async () => {
      const { status, said } = await runStep(find, { RUN: '' }, '{"workflow_runs":[]}');
      expect([status, said]).toEqual([1, expect.stringContaining('::error::There is no such run')]);
    });

    it('hands azd the variables that the parameters name, and leaves absent ones absent', async () => {
      const step = jobOf('azure-dev.yml', 'deploy').steps.find(({ env }) => env?.VARIABLES);
      const values = { ALERT_EMAIL: 'a@b.example', MODEL_PRICES: '{\n"m":1}', PATH: '/nowhere' };
      const { status, exported } = await runStep(step, { VARIABLES: JSON.stringify(values) });
      expect(status).toBe(0);
      expect(exported).toBe(
        'ALERT_EMAIL<<END\na@b.example\nEND\nMODEL_PRICES<<END\n{\n"m":1}\nEND\n',
      );
    });
  });
});
