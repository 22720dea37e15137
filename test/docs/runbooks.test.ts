import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../local/stack/root.ts';
import { alertRules } from '../infra/queryFiles.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
const markdown = read('docs/runbooks.md');
const alerts = read('infra/alerts.bicep');

const [introduction = '', ...sections] = markdown.split(/^## /m).map((text) => {
  const [heading = '', ...lines] = text.split('\n');
  return text.startsWith('# ') ? text : { anchor: toAnchor(heading), body: lines.join('\n') };
});

/** As GitHub makes it of a heading. */
function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

const runbooks = sections.flatMap((section) => (typeof section === 'string' ? [] : section));

describe('docs/runbooks.md', () => {
  it('begins with whose fault it is, and has a section for each alert', () => {
    expect(runbooks.map(({ anchor }) => anchor)).toEqual([
      ...['first-us-azure-or-the-callers', 'the-app-does-not-start', 'capacity-and-rollback'],
      ...alertRules.map(({ name }) => name),
    ]);
    expect(alerts).toMatch(
      /^ +description: '.+: \$\{runbooks\}#\$\{rule\.name\} The workbook: \$\{workbook\}'$/m,
    );
    expect(alerts).toContain("empty(runbook) ? 'docs/runbooks.md' : runbook");
  });

  it('says of the door that no deployment has proved it, and of whom to wake without one row', () => {
    const door = runbooks.find(({ anchor }) => anchor === 'door')?.body ?? '';
    expect(door).toMatch(/unproven in Azure/);
    expect(door).toContain('AVAILABILITY_TEST');
  });

  it('has the commands for capacity and rollback', () => {
    const body = runbooks.find(({ anchor }) => anchor === 'capacity-and-rollback')?.body ?? '';
    for (const command of [
      'azd env set MODEL_CAPACITY',
      'azd provision',
      'azd deploy api --from-package',
      'az functionapp stop',
    ])
      expect(body).toContain(command);
    expect(body).toMatch(/no job waits\s+throttled/);
  });

  it.each(alertRules)('$name: names its query and says what to do', ({ name, query }) => {
    const body = runbooks.find(({ anchor }) => anchor === name)?.body ?? '';
    const queries = [...body.matchAll(/`infra\/queries\/(alert-[\w-]+)\.kql`/g)].map(
      ([, file]) => file,
    );
    expect(queries).toEqual([query]);
    expect(query).toBe(`alert-${name}`);
    expect(body.match(/^- /gm)?.length).toBeGreaterThanOrEqual(3);
  });

  it('tells severities, thresholds, windows and scopes as the templates have them', () => {
    const table = `${introduction}`.split('\n').filter((line) => line.startsWith('| `'));
    const told = table.map((line) =>
      line.split('|').map((cell) => cell.replaceAll('`', '').trim()),
    );
    const defaults = /^var defaults = \{\n(.*?)^\}/ms.exec(alerts)?.[1] ?? '';
    const limits = Object.fromEntries(
      [...defaults.matchAll(/^ {2}(\w+): (\d+)$/gm)].map(([, limit, value]) => [limit, value]),
    );
    expect(
      told.map(([, alert, severity, limit, value, , ...rest]) => [
        alert,
        severity,
        limit,
        value,
        ...rest,
      ]),
    ).toEqual(
      alertRules.map((rule) => [
        ...[rule.name, rule.severity, rule.threshold, limits[rule.threshold ?? '']],
        ...[rule.window, rule.frequency, rule.scope, ''],
      ]),
    );
  });

  it('knows every threshold that can be set', () => {
    const declared = [...alerts.matchAll(/^ {2}(\w+): int\?$/gm)].map(([, limit]) => limit);
    expect(declared).toEqual(alertRules.map(({ threshold }) => threshold));
  });

  it('links to sections and names files that are there', () => {
    const anchors = runbooks.map(({ anchor }) => anchor);
    for (const [, anchor] of markdown.matchAll(/\]\(#([\w-]+)\)/g))
      expect(anchors).toContain(anchor);
    for (const [, file] of markdown.matchAll(/`(infra\/[\w/-]+\.\w+)`/g))
      expect(read(`${file}`)).not.toBe('');
  });
});
