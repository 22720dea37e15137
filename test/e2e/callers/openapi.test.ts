import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { startApp } from '../startApp.ts';
import { newKey, toSetting, ways } from './keys.ts';

const key = newKey();
const app = startApp(() => ({ CALLERS: toSetting({ mobile: { key, requestsPerMinute: 9 } }) }));

interface Scheme {
  readonly type: string;
  readonly scheme?: string;
  readonly name?: string;
}
interface Answer {
  readonly description: string;
  readonly headers?: object;
  readonly content?: object;
}
interface Document {
  readonly security: readonly Readonly<Record<string, readonly []>>[];
  readonly paths: Readonly<
    Record<string, Record<string, { security?: []; responses: Record<string, Answer> }>>
  >;
  readonly components: { readonly securitySchemes: Readonly<Record<string, Scheme>> };
}
let document: Document;
beforeAll(async () => {
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${app.stack.app}/api/v1/openapi.json`, { headers });
  document = (await response.json()) as Document;
});

describe('the OpenAPI document with callers', () => {
  it('is valid', async () => {
    const { valid, errors } = await new Validator().validate({ ...document });
    expect([valid, errors]).toEqual([true, undefined]);
  });

  it('has a scheme for each header that takes a key, and any of them is enough', () => {
    const { securitySchemes } = document.components;
    const names = Object.values(securitySchemes).map(({ type, scheme, name }) =>
      type === 'http' ? `Authorization: ${scheme}` : name,
    );
    expect(names.map((name) => name?.toLowerCase()).sort()).toEqual(
      ways.map(([name]) => name.toLowerCase()).sort(),
    );
    expect(document.security).toEqual(Object.keys(securitySchemes).map((name) => ({ [name]: [] })));
  });

  it('tells of the 401 wherever a key is asked, with its body and headers, and of limits at models', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const { security, responses } of Object.values(operations)) {
        expect(['401' in responses, path]).toEqual([security === undefined, path]);
        if (security !== undefined) continue;
        expect(responses['401']).toMatchObject({
          description: '`invalid_api_key`',
          headers: { 'www-authenticate': {}, 'x-should-retry': {}, 'x-request-id': {} },
          content: { 'application/json': {} },
        });
      }
    }
    const { post } = document.paths['/v1/chat/completions'] ?? {};
    expect(post?.responses['429']?.description).toContain('caller_budget_exceeded');
    expect(post?.responses['200']?.headers).toHaveProperty('x-ratelimit-remaining-tokens');
  });
});
