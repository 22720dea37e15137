import { isRecord } from '../values/isRecord.ts';
import { sha256 } from '../values/sha256.ts';
import { type CallerLimitsConfig, limitNames, readLimits } from './callerLimits.ts';
import { callerName, isHash, modelName } from './forms.ts';
import { parseSettingJson } from './settingJson.ts';
import type { SettingReader } from './settingReader.ts';

/** Who may call, by the hashes of its keys, and how much. */
export interface CallerConfig extends CallerLimitsConfig {
  readonly name: string;
  /** SHA-256 of each key, lower-case hex. */
  readonly keys: readonly string[];
  /** The models that it may ask; absent: all. */
  readonly models?: readonly string[];
  /** Its keys count as unknown. */
  readonly disabled?: boolean;
}

/** Callers by name. */
export type CallersConfig = ReadonlyMap<string, CallerConfig>;

const most = { callers: 200, keys: 20, models: 200 };
/** Of no key: a header without a value must not be one. */
const ofNothing = sha256('');

/**
 * Reads `CALLERS`; undefined without it. Each problem is told with the caller's name, or its place where the name may be anything, and
 * never with a key or a value.
 */
export function readCallers({ text, problem }: SettingReader): CallersConfig | undefined {
  const json = text('CALLERS');
  if (json === undefined) return undefined;
  const wrong = (rule: string) => problem('CALLERS', rule);
  const parsed = parseSettingJson(json, wrong);
  if (parsed === undefined) return undefined;
  const entries = Object.entries(parsed);
  if (entries.length > most.callers) return wrong(`has more than ${most.callers} callers`);
  const owners = new Map<string, string>();
  const callers = new Map<string, CallerConfig>();
  for (const [at, [name, value]] of entries.entries()) {
    if (!callerName.pattern.test(name) || isHash(name)) {
      wrong(`caller ${at + 1}: its name ${callerName.rule}`);
      continue;
    }
    const caller = readCaller(name, value, (rule) => wrong(`${name}: ${rule}`));
    for (const key of caller.keys) {
      const owner = owners.get(key);
      if (owner !== undefined)
        wrong(`${name}: has a key of ${owner === name ? 'its own twice' : owner}`);
      owners.set(key, name);
    }
    callers.set(name, caller);
  }
  return callers;
}

function readCaller(name: string, value: unknown, wrong: (rule: string) => void): CallerConfig {
  if (!isRecord(value)) {
    wrong('must be an object with keys');
    return { name, keys: [] };
  }
  const { keys, models, disabled, ...rest } = value;
  const { limits, unknown } = readLimits(rest, wrong);
  if (unknown > 0) {
    wrong(`has ${unknown} fields that are not known: it takes ${fields.join(', ')}`);
  }
  if (disabled !== undefined && typeof disabled !== 'boolean') {
    wrong('disabled must be true or false');
  }
  const allowed = models === undefined ? undefined : readModels(models, wrong);
  return Object.freeze({
    name,
    keys: readKeys(keys, wrong),
    ...(allowed && { models: allowed }),
    ...limits,
    ...(disabled === true && { disabled }),
  });
}

const fields = ['keys', 'models', ...limitNames, 'disabled'];

function readKeys(value: unknown, wrong: (rule: string) => void): readonly string[] {
  const keys = listOf(value, most.keys, (key) => isHash(key) && key.toLowerCase() !== ofNothing);
  if (keys === undefined) {
    wrong(`keys must be a list of 1 to ${most.keys} hashes: SHA-256 of a key, 64 hex digits`);
  }
  return Object.freeze((keys ?? []).map((key) => key.toLowerCase()));
}

function readModels(value: unknown, wrong: (rule: string) => void): readonly string[] {
  const models = listOf(value, most.models, (model) => modelName.pattern.test(model));
  if (models === undefined) wrong(`models must be a list of 1 to ${most.models} names of models`);
  return Object.freeze(models ?? []);
}

function listOf(
  value: unknown,
  most: number,
  fits: (item: string) => boolean,
): string[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > most) return undefined;
  const texts = value.filter((item) => typeof item === 'string' && fits(item));
  return texts.length === value.length ? texts : undefined;
}
