import type { Check, Example } from '../../api.ts';
import type { FindingKind } from '../findingKinds.ts';
import type { FindingCount, Findings } from '../findings.ts';
import { type CheckWords, shown, toCheck } from './checkWords.ts';

const words: Readonly<Record<FindingKind, CheckWords>> = {
  noSession: {
    name: 'Rows without a session',
    state: 'fail',
    ok: 'Every call and every model call of a Callspan app carries its session.',
    found: ['row of a call has no session.', 'rows of calls have no session.'],
    fix: 'A span was made outside its invocation, or before the session processor was installed.',
  },
  dropped: {
    name: 'Dropped telemetry',
    state: 'fail',
    ok: 'No app has said that it dropped telemetry.',
    found: [
      'time an app said that it dropped telemetry.',
      'times an app said that it dropped telemetry.',
    ],
    fix: 'Raise OTEL_BSP_MAX_QUEUE_SIZE, or record less: with content, a span is up to 48 KiB.',
  },
  refused: {
    name: 'Refused items',
    state: 'fail',
    ok: 'Every item that was sent could be taken.',
    found: ['item was refused (206 or 400).', 'items were refused (206 or 400).'],
    fix: 'The service in Azure refuses nearly all of them for the same reasons: mend the sender.',
  },
  unrouted: {
    name: 'Telemetry that nothing takes',
    state: 'fail',
    ok: 'Everything that was sent came to a route that takes it.',
    found: [
      'time something was sent where nothing takes it: it is lost.',
      'times something was sent where nothing takes it: it is lost.',
    ],
    fix: 'Each line names what mends it at its sender.',
  },
  azureRefuses: {
    name: 'Items that Azure would refuse',
    state: 'warn',
    ok: 'Nothing was taken here that the service in Azure is known to refuse.',
    found: [
      'item was taken that the service in Azure would refuse.',
      'items were taken that the service in Azure would refuse.',
    ],
    fix: 'Mend the sender: the clock of its machine, or how it writes durations.',
  },
  secret: {
    name: 'Secrets',
    state: 'fail',
    ok: 'Nothing that looks like a key, a token or a connection string was seen.',
    found: ['value looks like a secret.', 'values look like secrets.'],
    fix: 'Stop it at its source and replace the secret: whoever may read the telemetry could read it.',
  },
  sampled: {
    name: 'Sampling',
    state: 'warn',
    ok: 'Every row stands for itself.',
    found: [
      'row stands for more than itself (itemCount > 1): counts and costs here are too low.',
      'rows stand for more than themselves (itemCount > 1): counts and costs here are too low.',
    ],
    fix: 'Set the sampling ratio to 1 (`OTEL_TRACES_SAMPLER_ARG`, or `samplingRatio` and `tracesPerSecond: 0`) where every call must be seen.',
  },
  cut: {
    name: 'Attributes cut',
    state: 'warn',
    ok: 'No attribute has the length at which exporters cut.',
    found: [
      'attribute is exactly as long as exporters let it be (8,192 bytes; content 262,144): the rest is probably lost.',
      'attributes are exactly as long as exporters let them be (8,192 bytes; content 262,144): the rest is probably lost.',
    ],
    fix: 'Write less into it, or keep it elsewhere and record where.',
  },
  cutNames: {
    name: 'Attribute names cut',
    state: 'warn',
    ok: 'No name of an attribute was longer than 150 characters.',
    found: ['name of an attribute was cut.', 'names of attributes were cut.'],
    fix: 'Use shorter names; the service cuts them too.',
  },
  unknownName: {
    name: 'Unknown gen_ai.* attributes',
    state: 'warn',
    ok: 'Every gen_ai.* attribute has a name that is known.',
    found: [
      'gen_ai.* attribute is not one of OpenTelemetry’s conventions, now or before: views of others will not read it.',
      'gen_ai.* attributes are not ones of OpenTelemetry’s conventions, now or before: views of others will not read them.',
    ],
    fix: 'Look for a spelling mistake; what is the app’s own belongs under a name of its own.',
  },
};

/** Checks of what was counted as rows arrived, since the last "Delete everything". */
export function findingChecks(findings: Findings): readonly Check[] {
  return (Object.keys(words) as FindingKind[]).map((kind): Check => {
    const found = findings.read(kind);
    const count = found.reduce((sum, each) => sum + each.count, 0);
    const examples = found.slice(0, shown).map(toExample);
    return toCheck(words[kind], count, examples);
  });
}

/** What was found, with the call where it was seen last. */
function toExample({ detail, count, operationId }: FindingCount): Example {
  const text = `${detail} × ${count.toLocaleString('en-US')}`;
  if (operationId === '') return { text };
  return { text, href: `/calls/${encodeURIComponent(operationId)}` };
}
