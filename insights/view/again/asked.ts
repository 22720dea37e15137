import type { TryRequest } from '../../api.ts';
import { isChat, isEmbeddings } from '../../genAi/attributes.ts';
import { withContent } from '../../genAi/withContent.ts';
import { isOurCall } from '../../ours.ts';
import { toPlainLine } from '../../plainLine.ts';
import type { Row } from '../../row.ts';
import { type CallRun, toCallRun } from '../callRun.ts';
import { readMessages } from '../messages.ts';
import { isOfRequest, requestText } from './requestText.ts';
import { wayOf } from './wayOf.ts';

/** What a call asked, and by which door. */
export interface Asked {
  readonly by: TryRequest['by'];
  readonly api: TryRequest['api'];
  readonly request: Readonly<Record<string, unknown>>;
  readonly conversation: string | undefined;
}

/** What a call asked when its trace holds all of it; else what is missing, in a sentence. */
export type WasAsked = { readonly asked: Asked } | { readonly missing: string };

/** A text of so many characters that is no JSON is the beginning of one: no exporter cuts at less. */
const cutsAbove = 1_000;
const cut = 'Its request was cut on its way here.';
const setting = 'AZURE_TRACING_GEN_AI_CONTENT_RECORDING_ENABLED=true';

/** The row that holds what was asked, if one does: that of the run that decided what became of the call. */
export function askedRowOf<T extends Row>(rows: readonly T[]): T | undefined {
  const own = toCallRun(rows)?.own;
  return rows.find((row) => row === own);
}

/** Reads what a call asked from its rows, of which that of {@link askedRowOf} is whole. */
export function readAsked(rows: readonly Row[]): WasAsked {
  const run = toCallRun(rows);
  const own = rows.find((row) => row === run?.own);
  if (run === undefined || own === undefined) {
    const isOurs = rows.some(isOurCall);
    const ours = 'The row that would hold its request has not come.';
    return { missing: isOurs ? ours : 'Another app made this call: its request is not known.' };
  }
  const text = requestText(own);
  if (text === undefined) return { missing: whyMissing(run, rows) };
  const request = isCut(own) ? undefined : parse(text);
  const door = request && doorOf(own, request);
  if (request === undefined || door === undefined) {
    return { missing: text.length > cutsAbove ? cut : 'What stands for its request is none.' };
  }
  return { asked: { ...door, request, conversation: conversationOf(own) } };
}

function doorOf(own: Row, request: Asked['request']): Pick<Asked, 'by' | 'api'> | undefined {
  const by = wayOf(own, request.stream === true);
  const isHttp = by === 'http' || by === 'stream';
  if (isHttp && /responses$/i.test(own.customDimensions['faas.name'] ?? '')) {
    return { by, api: 'responses' };
  }
  const isChatRequest = Array.isArray(request.messages) && request.messages.length > 0;
  return isChatRequest ? { by, api: undefined } : undefined;
}

function conversationOf({ customDimensions }: Row): string | undefined {
  const { 'gen_ai.conversation.id': conversation = '' } = customDimensions;
  return /^[A-Za-z0-9._:-]{1,128}$/.test(conversation) ? conversation : undefined;
}

/** Why the row of an invocation does not hold its request. */
function whyMissing({ own, calls }: CallRun, rows: readonly Row[]): string {
  const { 'faas.name': of = '', 'app.error.fault': fault } = own.customDimensions;
  const isVector = /embeddings$/i.test(of) || (calls.length > 0 && calls.every(isEmbeddings));
  if (isVector) return 'What embeddings are made of is never recorded.';
  const last = calls.findLast(isChat);
  if (last === undefined && fault === 'caller') {
    const code = toPlainLine(own.customDimensions['app.outcome'] ?? '', 60);
    return `The app refused it (${code}), and keeps nothing of what it refuses.`;
  }
  if (last === undefined) {
    return `Its row holds no request: prompts were not recorded (${setting}), or it was longer than 16 KiB.`;
  }
  const { recorded, messages, notes } = readMessages(withContent(last, rows));
  if (!recorded) return `Prompts are not recorded: set ${setting} and restart.`;
  const parts = messages.flatMap((message) => (message.from === 'output' ? [] : message.parts));
  if (parts.some(({ kind }) => kind === 'media')) {
    return 'It held an image or a file, and was longer than 16 KiB: such a request is not kept.';
  }
  return notes.length > 0
    ? 'It was longer than 16 KiB: such a request is not kept.'
    : 'It was longer than 16 KiB, or held thoughts of a model: such a request is not kept.';
}

/** Whether the receiver gave only the beginning of it, as it does in lists. */
function isCut({ cut }: Row): boolean {
  return typeof cut === 'object' && cut !== null && Object.keys(cut).some(isOfRequest);
}

function parse(text: string): Asked['request'] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Asked['request']) : undefined;
  } catch {
    return undefined;
  }
}
