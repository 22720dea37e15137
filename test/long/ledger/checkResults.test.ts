import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { allWell, type Ledger } from './allWell.ts';
import { checkMessages } from './checkMessages.ts';
import { blobOf, checkResults } from './checkResults.ts';

const lastOf = ({ last }: Ledger, job: string) => JSON.parse(last.get(blobOf(job)) ?? '');

describe('the ledger says which piece, of which kind, and what was seen', () => {
  const check = ({ entries, first, last, messages }: Ledger) => [
    ...checkResults(entries, first, last),
    ...checkMessages(entries, messages, last),
  ];

  it('and nothing when all is well', () => {
    expect(check(allWell())).toEqual([]);
  });

  it.each<[string, (ledger: Ledger) => void, string]>([
    [
      'a lost piece',
      ({ first, last, messages }) => {
        for (const blobs of [first, last]) blobs.delete(blobOf('job-1'));
        messages.shift();
      },
      'Piece 1 (inline): lost: there is no result of job job-1.',
    ],
    [
      'a result that is gone',
      ({ last, messages }) => {
        last.delete(blobOf('job-1'));
        messages.shift();
      },
      'Piece 1 (inline): its result changed: first ',
    ],
    [
      'a result that was written again',
      (ledger) => {
        const text = JSON.stringify({ ...lastOf(ledger, 'job-1'), createdAt: 'later' });
        ledger.last.set(blobOf('job-1'), text);
      },
      'Piece 1 (inline): its result changed: first ',
    ],
    [
      'a piece with two results',
      (ledger) => {
        const job = 'message-3';
        ledger.last.set(blobOf(job), JSON.stringify({ ...lastOf(ledger, 'job-1'), job }));
      },
      'Piece 1 (inline): double: it is the jobs job-1, message-3, and was sent 0 times unacknowledged.',
    ],
    [
      'a piece with two names',
      ({ entries }) => {
        entries[0]?.jobs.add('job-3');
      },
      'Piece 1 (inline): double: it is the jobs job-1, job-3, ',
    ],
    [
      'a piece that never arrived',
      ({ entries, first, last, messages }) => {
        entries[0]?.jobs.clear();
        for (const blobs of [first, last]) blobs.delete(blobOf('job-1'));
        messages.shift();
      },
      'Piece 1 (inline): lost: it never arrived.',
    ],
    [
      'a result of nobody',
      ({ last }) => {
        last.set(blobOf('job-9'), JSON.stringify({ job: 'job-9', status: 'failed' }));
      },
      'The result of job job-9 is of no piece.',
    ],
    [
      'a wrong end',
      (ledger) => {
        const error = { code: 'retries_exhausted' };
        const text = JSON.stringify({ job: 'job-1', status: 'failed', error });
        for (const blobs of [ledger.first, ledger.last]) blobs.set(blobOf('job-1'), text);
      },
      'Piece 1 (inline): it must be succeeded, and is failed (retries_exhausted).',
    ],
    [
      "another piece's answer",
      (ledger) => {
        const completion = { id: 'chatcmpl-2-1' };
        const text = JSON.stringify({ ...lastOf(ledger, 'job-1'), completion });
        for (const blobs of [ledger.first, ledger.last]) blobs.set(blobOf('job-1'), text);
      },
      "Piece 1 (inline): its answer is another's: chatcmpl-2-1.",
    ],
    [
      'a message that was dropped',
      ({ messages }) => {
        messages.pop();
      },
      'Piece 2 (unparseable): no message tells of its result.',
    ],
    [
      'a message that tells of another session',
      ({ messages }) => {
        messages.push({ job: 'job-1', status: 'succeeded', sessionId: 'other' });
      },
      'Piece 1 (inline): a message says {"status":"succeeded","sessionId":"other"}, and its result {',
    ],
    [
      'a message without a result',
      ({ messages }) => {
        messages.push({ job: 'job-9', status: 'succeeded', sessionId: 'other' });
      },
      'Job job-9: a message tells of a result that is not there.',
    ],
    [
      'what a sender was told',
      ({ entries }) => {
        entries[1]?.problems.push('answered 409 {}');
      },
      'Piece 2 (unparseable): answered 409 {}',
    ],
  ])('%s', (_name, spoil, sentence) => {
    const ledger = allWell();
    spoil(ledger);
    expect(check(ledger).join('\n')).toContain(sentence);
  });

  it('a nameless message that arrived twice may be two jobs, once for each time that nobody said so', () => {
    const ledger = allWell();
    const { entries, first, last, messages } = ledger;
    const sha = createHash('sha256').update('two').digest('hex');
    const job = 'message-3';
    const text = JSON.stringify({ ...lastOf(ledger, 'message-2'), job, requestSha256: sha });
    for (const blobs of [first, last]) blobs.set(blobOf(job), text);
    messages.push({ ...JSON.parse(text), result: `inference-results/${blobOf(job)}` });
    expect(check(ledger).join('\n')).toContain('Piece 2 (unparseable): double: ');
    Object.assign(entries[1] ?? {}, { unacknowledged: 1 });
    expect(check(ledger)).toEqual([]);
  });
});
