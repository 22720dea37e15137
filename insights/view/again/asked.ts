import type { TryWay } from '../../api.ts';
import { isChat, isEmbeddings } from '../../genAi/attributes.ts';
import { withContent } from '../../genAi/withContent.ts';
import { isOurCall } from '../../ours.ts';
import type { Row } from '../../row.ts';
import { type CallRun, toCallRun } from '../callRun.ts';
import { readMessages } from '../messages.ts';
import { toPlainLine } from '../plainLine.ts';

/** What a call asked, and by which door. */
export interface Asked {
  readonly by: TryWay['by'];
  readonly api: TryWay['api'];
  readonly request: Readonly<Record<string, unknown>>;
  readonly conversation: string | undefined;
}

/** What a call asked when its trace holds all of it; else what is missing, in a sentence. */
export type WasAsked = { readonly asked: Asked } | { readonly missing: string };

const name = 'app.request';
/** Azure's exporter cuts what it does not know at so many bytes; a character has at most 4. */
const cutsAt = 8_192;
const cut =
  'Its request was cut on its way here: the exporter for Application Insights sends 8 KiB of it.';
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
  const text = own.customDimensions[name];
  if (text === undefined) return { missing: whyMissing(run, rows) };
  const request = isCut(own) ? undefined : parse(text);
  const door = request && doorOf(own, request);
  if (request === undefined || door === undefined) {
    return { missing: text.length > cutsAt / 4 ? cut : 'What stands for its request is none.' };
  }
  return { asked: { ...door, request, conversation: conversationOf(own) } };
}

function doorOf(
  { customDimensions }: Row,
  request: Asked['request'],
): Pick<Asked, 'by' | 'api'> | undefined {
  const { 'faas.name': of = '', 'faas.trigger': trigger, 'app.job': job = '' } = customDimensions;
  const isChatRequest = Array.isArray(request.messages) && request.messages.length > 0;
  const isQueue = trigger === 'pubsub';
  if (isQueue || of === 'createJob') {
    // The app names a job so when it came by HTTP; a message on the queue has its sender's name.
    const by = isQueue && !job.startsWith('job_') ? 'queue' : 'job';
    return isChatRequest ? { by, api: undefined } : undefined;
  }
  const by = request.stream === true ? 'stream' : 'http';
  if (/responses$/i.test(of)) return { by, api: 'responses' };
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
  return typeof cut === 'object' && cut !== null && name in cut;
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
