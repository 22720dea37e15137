import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The settings that the host reads from host.json, with the defaults of
 * https://learn.microsoft.com/azure/azure-functions/functions-host-json
 */
export interface HostJson {
  /** Without leading and trailing slashes; may be empty. */
  readonly routePrefix: string;
  readonly functionTimeoutMs: number;
  readonly queues: QueueOptions;
}

/** `extensions.queues` of host.json. */
export interface QueueOptions {
  readonly batchSize: number;
  readonly newBatchThreshold: number;
  readonly maxDequeueCount: number;
  readonly visibilityTimeoutMs: number;
  readonly messageEncoding: 'base64' | 'none';
}

/** Reads host.json of an app; rejects with a line for the developer when it cannot be read. */
export async function readHostJson(appDir: string): Promise<HostJson> {
  const file = join(appDir, 'host.json');
  let json: {
    functionTimeout?: string;
    extensions?: {
      http?: { routePrefix?: string };
      queues?: Partial<QueueOptions> & { visibilityTimeout?: string };
    };
  };
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new Error(`${file} is missing or is not JSON.`);
  }
  const queues = json.extensions?.queues ?? {};
  const batchSize = queues.batchSize ?? 16;
  return {
    routePrefix: (json.extensions?.http?.routePrefix ?? 'api').replace(/^\/+|\/+$/g, ''),
    functionTimeoutMs: toMs(json.functionTimeout ?? '00:05:00'),
    queues: {
      batchSize,
      newBatchThreshold: queues.newBatchThreshold ?? batchSize / 2,
      maxDequeueCount: queues.maxDequeueCount ?? 5,
      visibilityTimeoutMs: toMs(queues.visibilityTimeout ?? '00:00:00'),
      messageEncoding: queues.messageEncoding ?? 'base64',
    },
  };
}

/** A .NET TimeSpan, `[d.]hh:mm:ss[.fff]`, in ms. */
function toMs(text: string): number {
  const found = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(text);
  if (found === null) throw new Error(`host.json: "${text}" is not a time span like 00:05:00.`);
  const [, days = '0', hours, minutes, seconds] = found;
  return (
    (Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000
  );
}
