import type { IncomingHttpHeaders } from 'node:http';
import { parseBoundedJson } from '../../boundedJson.ts';
import { Refusal } from '../../refusal.ts';
import { decodeProtobuf } from './decodeProtobuf.ts';
import { inCamelCase } from './inCamelCase.ts';
import { messageType } from './schema.ts';

/** An encoding of OTLP/HTTP, which the answer shares with the request. */
export interface Encoding {
  readonly type: 'application/json' | 'application/x-protobuf';
  /** The request named so in the schema. Throws a {@link Refusal}. */
  decode(name: string, body: Buffer): unknown;
  encode(name: string, message: object): Uint8Array | string;
}

const json: Encoding = {
  type: 'application/json',
  decode(_name, body) {
    const message = parseBoundedJson(body);
    if (typeof message === 'object' && message !== null && !Array.isArray(message)) {
      return inCamelCase(message);
    }
    throw new Refusal(400, 'The body is not a JSON object.');
  },
  encode: (_name, message) => JSON.stringify(message),
};

/** Protobuf, which gRPC carries too. */
export const protobuf: Encoding = {
  type: 'application/x-protobuf',
  decode: decodeProtobuf,
  encode(name, message) {
    const type = messageType(name);
    return type.encode(type.fromObject(message)).finish();
  },
};

/** The encoding that a request says it has; undefined when it is neither. */
export function encodingOf(headers: IncomingHttpHeaders): Encoding | undefined {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return [json, protobuf].find((encoding) => encoding.type === type);
}

/** For the answer to a request that has neither. */
export const fallbackEncoding = json;
