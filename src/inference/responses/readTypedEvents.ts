import { isRecord } from '../../values/isRecord.ts';
import { unreadable } from '../client/openResponse.ts';
import type { Events } from '../operation.ts';
import { createEventReader, parseEventJson } from '../stream/serverEvents.ts';
import { failureOf } from './failureOf.ts';
import type { TypedEvent } from './typedEvent.ts';

/** Events that hold nothing of the answer: until another one comes, another call may be made instead. */
const beginnings: ReadonlySet<string> = new Set([
  'response.created',
  'response.queued',
  'response.in_progress',
]);

/** There are three; a server that repeats them is not kept. */
const mostHeld = 16;

/** Events after which a response has ended well. */
const ends: ReadonlySet<string> = new Set(['response.completed', 'response.incomplete']);

/** Reads the events of one streamed response. Those that begin it are held back until another one comes. */
export function readTypedEvents(): Events<TypedEvent> {
  let held: TypedEvent[] = [];
  let begun = false;
  let heard = false;
  let done = false;
  const read = createEventReader((data): readonly TypedEvent[] => {
    if (done || data === '[DONE]') return [];
    const event = parseTypedEvent(data);
    heard = true;
    done = ends.has(event.type);
    begun ||= !beginnings.has(event.type);
    if (!begun) {
      if (held.length < mostHeld) held.push(event);
      return [];
    }
    const given = [...held, event];
    held = [];
    return given;
  });
  return {
    read,
    get done() {
      return done;
    },
    get heard() {
      return heard;
    },
    get finished() {
      return done;
    },
  };
}

/** Reads the data of one event. Throws our error for anything else, and for a failure that the model tells of. */
function parseTypedEvent(data: string): TypedEvent {
  const value = parseEventJson(data);
  if (!isRecord(value)) throw unreadable();
  const { type, response } = value;
  if (type === 'error') throw failureOf(isRecord(value.error) ? value.error : value);
  if (typeof type !== 'string' || !/^[\w.-]{1,128}$/.test(type)) {
    throw value.error ? failureOf(value.error) : unreadable();
  }
  if (type === 'response.failed' || type === 'response.cancelled') {
    throw failureOf(isRecord(response) ? response.error : undefined);
  }
  return { type, data: data.includes('\n') ? JSON.stringify(value) : data, value };
}
