import { createHash } from 'node:crypto';
import { convert } from '../convert.ts';
import { toText } from '../format.ts';
import { toRegex } from '../regexes.ts';
import type { Value } from '../values.ts';
import { toList } from '../values.ts';
import { plain, type ScalarFunctions, withNull } from './scalarFunction.ts';

/** Longest text that a function makes: doubling one a few times would fill the memory. */
const longestText = 4 * 1024 * 1024;

const bounded = (text: string) => (text.length > longestText ? text.slice(0, longestText) : text);

const strcat = {
  takesNull: true,
  of:
    (types: readonly string[]) =>
    (...values: Value[]) =>
      bounded(values.map((value, at) => toText(value, types[at] ?? '')).join('')),
} as const;

const replaceRegex = plain((text: string, pattern: string, rewrite: string) =>
  bounded(
    toRegex(pattern)
      .matcher(text)
      .replaceAll(rewrite.replace(/\$/g, '\\$').replace(/\\(\d)/g, '$$$1')),
  ),
);
const replaceText = plain((text: string, old: string, by: string) =>
  old === '' ? text : bounded(text.split(old).join(by)),
);

/** The group of the first match, in a type when one is asked for. */
const extract = plain((pattern: string, group: number, text: string, type: string = 'string') => {
  const matcher = toRegex(pattern).matcher(text);
  const found = matcher.find() && group <= matcher.groupCount() ? matcher.group(group) : null;
  return convert(found, 'string', type);
});

function extractAll(pattern: string, ...more: readonly Value[]): Value {
  const text = `${more.at(-1) ?? ''}`;
  const wanted = more.length > 1 ? toList(more[0]) : undefined;
  const matcher = toRegex(pattern).matcher(text);
  const groups =
    wanted?.map(Number) ?? Array.from({ length: matcher.groupCount() }, (_, at) => at + 1);
  const found: Value[] = [];
  while (matcher.find() && found.length < 100_000) {
    const texts = groups.map((group) => matcher.group(group) ?? '');
    found.push(texts.length === 1 ? (texts[0] ?? '') : texts);
  }
  return found.length === 0 ? null : found;
}

const trimmed = (start: boolean, end: boolean) =>
  plain((pattern: string, text: string) => {
    let rest = text;
    if (start) rest = toRegex(`^(?:${pattern})+`).matcher(rest).replaceFirst('');
    if (end) rest = toRegex(`(?:${pattern})+$`).matcher(rest).replaceFirst('');
    return rest;
  });

function substring(text: string, from: number, length = text.length): Value {
  const start = from < 0 ? Math.max(0, text.length + from) : from;
  return length < 0 ? '' : text.slice(start, start + length);
}

function split(text: string, by: string, at?: number): Value {
  const parts = by === '' ? [text] : text.split(by);
  if (at === undefined) return parts;
  const one = parts[at < 0 ? parts.length + at : at];
  return one === undefined ? [] : [one];
}

function countOf(text: string, part: string, kind = 'normal'): Value {
  if (kind === 'regex') {
    const matcher = toRegex(part).matcher(text);
    let count = 0;
    while (matcher.find()) count++;
    return count;
  }
  let count = 0;
  if (part === '') return 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count++;
  return count;
}

function indexOf(text: string, part: string, start = 0, length = -1, occurrence = 1): Value {
  const end = length < 0 ? text.length : start + length;
  let at = text.indexOf(part, start);
  for (let nth = 1; nth < occurrence && at !== -1; nth++) at = text.indexOf(part, at + 1);
  return at === -1 || at + part.length > end ? -1 : at;
}

function parseUrl(text: string): Value {
  const [
    ,
    scheme = '',
    ,
    user = '',
    password = '',
    host = '',
    port = '',
    path = '',
    query = '',
    fragment = '',
  ] =
    /^([a-z][a-z0-9+.-]*):\/\/((?:([^:@/?#]*)(?::([^@/?#]*))?@)?)([^:/?#]*)(?::(\d*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i.exec(
      text,
    ) ?? [];
  return {
    Scheme: scheme,
    Host: host,
    Port: port,
    Path: path,
    Username: user,
    Password: password,
    'Query Parameters': Object.fromEntries(new URLSearchParams(query)),
    Fragment: fragment,
  };
}

function decodeUrl(text: string): Value {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const hash = (name: string) => ({
  of: (types: readonly string[]) => (value: Value) =>
    createHash(name)
      .update(toText(value, types[0] ?? ''))
      .digest('hex'),
});

/** Functions of texts. */
export const textFunctions: ScalarFunctions = {
  strlen: plain((text: string) => [...text].length),
  string_size: plain((text: string) => Buffer.byteLength(text)),
  tolower: plain((text: string) => text.toLowerCase()),
  toupper: plain((text: string) => text.toUpperCase()),
  strcat,
  strcat_delim: {
    takesNull: true,
    of:
      (types) =>
      (by: Value, ...values: Value[]) =>
        bounded(values.map((value, at) => toText(value, types[at + 1] ?? '')).join(`${by ?? ''}`)),
  },
  strcat_array: withNull((list: Value, by: string) =>
    bounded((toList(list) ?? []).map((each) => toText(each, 'dynamic')).join(by)),
  ),
  strrep: plain((text: string, times: number, by = '') =>
    bounded(Array.from({ length: Math.max(0, Math.min(times, 1_024)) }, () => text).join(by)),
  ),
  strcmp: plain((a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)),
  reverse: {
    takesNull: true,
    of: (types) => (value: Value) => [...toText(value, types[0] ?? '')].reverse().join(''),
  },
  replace: plain((pattern: never, rewrite: never, text: never) =>
    replaceRegex.of([])(text, pattern, rewrite),
  ),
  replace_regex: replaceRegex,
  replace_string: replaceText,
  extract,
  extractall: withNull(extractAll),
  extract_all: withNull(extractAll),
  trim: trimmed(true, true),
  trim_start: trimmed(true, false),
  trim_end: trimmed(false, true),
  substring: plain(substring),
  split: plain(split),
  countof: plain(countOf),
  indexof: plain(indexOf),
  has_any_index: plain((text: string, parts: Value) =>
    (toList(parts) ?? []).findIndex((part) => text.toLowerCase().includes(`${part}`.toLowerCase())),
  ),
  parse_url: plain(parseUrl),
  parseurl: plain(parseUrl),
  parse_urlquery: plain((text: string) => ({
    'Query Parameters': Object.fromEntries(new URLSearchParams(text)),
  })),
  parse_path: plain((text: string) => {
    const [folder = '', file = ''] = [
      text.replace(/[\\/][^\\/]*$/, ''),
      text.split(/[\\/]/).at(-1),
    ];
    return { DirectoryPath: folder, Filename: file, Extension: /\.([^.]+)$/.exec(file)?.[1] ?? '' };
  }),
  url_encode: plain((text: string) => encodeURIComponent(text.toWellFormed())),
  url_encode_component: plain((text: string) => encodeURIComponent(text.toWellFormed())),
  url_decode: plain(decodeUrl),
  base64_encode_tostring: plain((text: string) => Buffer.from(text).toString('base64')),
  base64_decode_tostring: plain((text: string) => Buffer.from(text, 'base64').toString('utf8')),
  hash_sha256: hash('sha256'),
  hash_sha1: hash('sha1'),
  hash_md5: hash('md5'),
  isempty: withNull((value: Value) => value === null || value === ''),
  isnotempty: withNull((value: Value) => value !== null && value !== ''),
  notempty: withNull((value: Value) => value !== null && value !== ''),
  isnull: withNull((value: Value) => value === null),
  isnotnull: withNull((value: Value) => value !== null),
  notnull: withNull((value: Value) => value !== null),
  isutf8: plain(() => true),
  isascii: plain((text: string) => [...text].every((letter) => letter < '\u0080')),
  tohex: plain((value: number, length = 0) => Math.trunc(value).toString(16).padStart(length, '0')),
  make_string: withNull((...codes: Value[]) =>
    codes
      .flatMap((code) => toList(code) ?? [code])
      .map((code) => String.fromCodePoint(Math.min(0x10ffff, Math.max(0, Number(code) || 0))))
      .join(''),
  ),
  to_utf8: plain((text: string) => [...text].map((letter) => letter.codePointAt(0) ?? 0)),
};
