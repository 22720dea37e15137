import type { IncomingMessage } from 'node:http';
import type { TryRequest } from '../../api.ts';
import { readText } from '../../readText.ts';
import { isRecord, withFault } from './withFault.ts';

/** A request that is not passed on; the message is the one line that the page shows. */
export class TryRefused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What the app is to be asked, and the request in the form of that API. */
export interface Asked {
  readonly by: TryRequest['by'];
  readonly api: TryRequest['api'];
  readonly request: Readonly<Record<string, unknown>>;
  readonly conversation: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const maxBody = 1024 * 1024;
const ways = ['http', 'stream', 'queue', 'job'] as const;

/** The body of `POST /api/try`, of at most 1 MiB. Throws a {@link TryRefused} for a longer or a slow one. */
export async function readTry(request: IncomingMessage): Promise<string> {
  const text = await readText(request, maxBody);
  if (text === undefined) throw new TryRefused(413, 'The request is larger than 1 MiB.');
  return text;
}

/** Reads a {@link TryRequest}; faults are for the embedded model alone. Throws a {@link TryRefused} that says what is wrong. */
export function parseTry(text: string, { embeddedModel }: { embeddedModel: boolean }): Asked {
  const asked = toRecord(text);
  const { by, api, conversation } = asked;
  const way = ways.find((each) => each === by);
  if (way === undefined) return refuse(`by must be one of ${ways.join(', ')}.`);
  if (conversation !== undefined && !isConversation(conversation)) {
    return refuse('The conversation must be 1 to 128 of A-Z a-z 0-9 . _ : -');
  }
  if (api !== undefined && api !== 'responses') return refuse('api must be responses, or absent.');
  if (api && (way === 'queue' || way === 'job')) {
    return refuse('Jobs and the queue take chat completions: leave api out.');
  }
  return { by: way, api, request: toRequest(asked, embeddedModel), conversation };
}

/** A request as it is given; the app checks it. */
function toRequest({ request, fault }: Fields, embeddedModel: boolean): Fields {
  if (!isRecord(request)) return refuse('request must be an object.');
  const { stream: _, stream_options: __, ...rest } = request;
  if (fault === undefined) return rest;
  if (!embeddedModel) return refuse('Only the embedded model does a fault on demand.');
  return (
    withFault(rest, fault) ?? refuse('This request has no question that could ask for that fault.')
  );
}

function toRecord(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('The request is not JSON.');
  }
  return isRecord(value) ? value : refuse('The request is no object.');
}

function isConversation(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9._:-]{1,128}$/.test(value);
}

function refuse(message: string): never {
  throw new TryRefused(400, message);
}
