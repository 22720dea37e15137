import { modelName } from './forms.ts';
import { parseSettingJson } from './settingJson.ts';
import type { SettingReader } from './settingReader.ts';

/** What clients may call models, besides their names. */
export interface ModelAliases {
  /** Names, each with its model. */
  readonly exact: ReadonlyMap<string, string>;
  /** Beginnings of names, the longest first, each with its model. */
  readonly prefixes: readonly (readonly [prefix: string, model: string])[];
}

const most = 200;

/** Reads `MODEL_ALIASES`: JSON, a name or `prefix*` → one of the models. Whether there is such a model is checked later: assistants are not known yet. */
export function readModelAliases({ text, problem }: SettingReader): ModelAliases {
  const wrong = (rule: string) => problem('MODEL_ALIASES', rule);
  const entries = Object.entries(parseSettingJson(text('MODEL_ALIASES') ?? '{}', wrong) ?? {});
  if (entries.length > most) wrong(`has more than ${most} aliases`);
  const exact = new Map<string, string>();
  const prefixes: [string, string][] = [];
  for (const [at, [alias, model]] of entries.entries()) {
    if (!form.test(alias) || typeof model !== 'string' || !modelName.pattern.test(model)) {
      wrong(`alias ${at + 1} must be a name, or a beginning and "*", with the name of a model`);
    } else if (alias.endsWith('*')) prefixes.push([alias.slice(0, -1), model]);
    else exact.set(alias, model);
  }
  prefixes.sort(([one], [other]) => other.length - one.length);
  return Object.freeze({ exact, prefixes: Object.freeze(prefixes) });
}

/** As a request may have it, `*` at the end alone. */
const form = /^(?=.{1,256}$)[^*\p{C}]*\*?$/u;
