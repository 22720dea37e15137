import { isOurs } from '../ours.ts';
import type { Row } from '../row.ts';
import { isGenAiName } from './findings/genAiNames.ts';
import { secretKindOf } from './findings/secretKinds.ts';

/** What is counted as rows arrive; `refused`, `cutNames`, `unrouted` and `azureRefuses` are the receiver's to say. */
export type FindingKind =
  | 'noSession'
  | 'sampled'
  | 'dropped'
  | 'cut'
  | 'cutNames'
  | 'unknownName'
  | 'secret'
  | 'refused'
  | 'unrouted'
  | 'azureRefuses';

/** Kinds that the receiver tells of; all others are seen in the rows. */
export type NotedKind = 'refused' | 'cutNames' | 'unrouted' | 'azureRefuses';

/** One thing that was found in a row: a name, a model, a reason. */
export interface Finding {
  readonly kind: FindingKind;
  readonly detail: string;
  /** How often; 1 when absent. */
  readonly count?: number;
}

/** Bytes at which the Azure Monitor exporter cuts an attribute, and one that holds content (FACTS in docs/telemetry.md). */
const cutLengths = [8_192, 262_144];
/** The line of `configureTelemetry`, which says that the export queue is full. */
const droppedLine = /^Spans are dropped/;
/** Counters of an SDK that tell what it could not send: `Item_Dropped_Count` of the exporter's statistics and the like. */
const droppedMetric = /drop(?:ped)?[_.]?(?:count|items|spans)|item_dropped/i;

/** What a row shows of how well telemetry works. `text` is the row as JSON: to look once through all of it is cheapest. */
export function findingsOf(row: Row, text: string): readonly Finding[] {
  const found: Finding[] = [];
  const { itemType, name = '', customDimensions, session_Id } = row;
  // Other apps than Callspan need no session.
  if (session_Id === undefined && isOurs(row)) {
    found.push({ kind: 'noSession', detail: name });
  }
  if (typeof row.itemCount === 'number' && row.itemCount > 1) {
    found.push({ kind: 'sampled', detail: itemType });
  }
  if (itemType === 'traces' && droppedLine.test(row.message ?? '')) {
    found.push({ kind: 'dropped', detail: 'export queue full' });
  }
  if (itemType === 'customMetrics' && droppedMetric.test(name) && Number(row.value) > 0) {
    found.push({ kind: 'dropped', detail: name, count: Math.round(Number(row.value)) });
  }
  for (const [key, value] of Object.entries(customDimensions)) {
    if (isCut(value)) found.push({ kind: 'cut', detail: key });
    if (key.startsWith('gen_ai.') && !isGenAiName(key)) {
      found.push({ kind: 'unknownName', detail: key });
    }
  }
  return secretKindOf(text) === undefined ? found : [...found, ...secretsOf(row)];
}

/** Whether a text has just the length at which it is cut; a character cut in two leaves up to three bytes less. */
function isCut(value: string): boolean {
  return cutLengths.some((most) => {
    if (value.length > most || value.length * 4 < most - 3) return false;
    const bytes = Buffer.byteLength(value);
    return bytes > most - 4 && bytes <= most;
  });
}

function secretsOf(row: Row): readonly Finding[] {
  const { customDimensions, customMeasurements: _, genAi: __, ...columns } = row;
  return Object.entries({ ...columns, ...customDimensions }).flatMap(([key, value]) => {
    const kind = secretKindOf(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
    return kind === undefined ? [] : [{ kind: 'secret', detail: `${kind} in ${key}` } as const];
  });
}
