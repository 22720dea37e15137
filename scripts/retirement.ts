import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

/** Days before its retirement from which Azure may refuse new deployments of a model: it did so up to six months before. */
const noticeDays = 180;

/** The model that infra/main.bicep deploys by default, and the day it retires by the table of docs/deploy.md (UTC). */
export function readDefaultModel(): { model: string; retires: Date } {
  const model = /^param model string = '(.+)'/m.exec(read('infra/main.bicep'))?.[1];
  const row = new RegExp(`^\\| \`${model}\` +\\| (\\d{4}-\\d{2}-\\d{2}) `, 'm');
  const retires = new Date(row.exec(read('docs/deploy.md'))?.[1] ?? '');
  if (model === undefined || Number.isNaN(retires.getTime())) {
    throw new Error(`docs/deploy.md does not say when ${model} retires.`);
  }
  return { model, retires };
}

/** One line when the default model retires within 180 days of `today`; undefined before. */
export function retirementNotice(
  today: Date,
  { model, retires } = readDefaultModel(),
): string | undefined {
  const days = Math.floor((retires.getTime() - today.getTime()) / 86_400_000);
  if (days > noticeDays) return undefined;
  const when = days < 0 ? 'retired' : 'retires';
  return `The default model ${model} ${when} on ${retires.toISOString().slice(0, 10)}: take a newer one in infra/main.bicep (docs/deploy.md has the table).`;
}
