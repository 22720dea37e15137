import { blobOf } from './checkResults.ts';
import type { Entry } from './entry.ts';
import type { ModelCall } from './model.ts';
import type { Piece } from './pieces.ts';
import type { ResultMessage } from './results.ts';

/** A ledger of two pieces in which all is well: one that names its job, and one that is named by its message. */
export function allWell() {
  const pieces: Piece[] = [
    { seed: 1, kind: 'inline', request: {}, text: 'one', job: 'job-1' },
    { seed: 2, kind: 'unparseable', request: {}, text: 'two', code: 'invalid_json', unasked: true },
  ];
  const entries = pieces.map(
    (piece): Entry => ({
      piece,
      jobs: new Set([piece.job ?? 'message-2']),
      unacknowledged: 0,
      problems: [],
    }),
  );
  const results = new Map<string, object>([
    ['job-1', { status: 'succeeded', completion: { id: 'chatcmpl-1-1' }, sessionId: 'a' }],
    ['message-2', { status: 'failed', error: { code: 'invalid_json' }, sessionId: 'b' }],
  ]);
  const blobs = new Map(
    [...results].map(([job, result]) => [blobOf(job), JSON.stringify({ job, ...result })]),
  );
  const messages = [...results].map(([job, result]) => ({
    job,
    result: `inference-results/${blobOf(job)}`,
    ...result,
  })) as ResultMessage[];
  const call: ModelCall = {
    ...{ instance: 0, seed: 1, requestId: 'call-1', mood: 'answers' },
    ...{ receivedAt: 1_000, endedAt: 2_000 },
  };
  const row = (requestId: string | undefined) => ({
    customDimensions: {
      'gen_ai.request.seed': '1',
      ...(requestId === undefined ? {} : { 'app.model_request_id': requestId }),
    },
  });
  return { entries, first: new Map(blobs), last: blobs, messages, calls: [call], row };
}

/** What `allWell` gives, for a test to spoil. */
export type Ledger = ReturnType<typeof allWell>;
