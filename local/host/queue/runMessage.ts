import type { DequeuedMessageItem } from '@azure/storage-queue';
import type { QueueOptions } from '../hostJson.ts';
import { topLevel, toTriggerMetadata } from '../triggerMetadata.ts';
import type { Worker } from '../worker/workerProcess.ts';

/** The text of a message; undefined when it does not fit the encoding. */
export function decode(
  text: string,
  encoding: QueueOptions['messageEncoding'],
): string | undefined {
  if (encoding === 'none') return text;
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  return isBase64 ? Buffer.from(text, 'base64').toString('utf8') : undefined;
}

/** Runs a function for a message, with the extension's metadata; throws what the worker throws. */
export async function runMessage(
  worker: Worker | undefined,
  { functionId, bindingName }: { readonly functionId: string; readonly bindingName: string },
  invocationId: string,
  message: DequeuedMessageItem,
  text: string,
): Promise<void> {
  if (worker === undefined) throw new Error('There is no worker at the moment.');
  const metadata = {
    QueueTrigger: text,
    DequeueCount: message.dequeueCount,
    ExpirationTime: message.expiresOn,
    Id: message.messageId,
    InsertionTime: message.insertedOn,
    NextVisibleTime: message.nextVisibleOn,
    PopReceipt: message.popReceipt,
  };
  await worker.invoke({
    invocationId,
    functionId,
    inputData: [{ name: bindingName, data: { string: text } }],
    triggerMetadata: toTriggerMetadata(metadata, topLevel(text)),
    // The real trigger has no trace: https://github.com/Azure/azure-sdk-for-net/issues/49793
    traceContext: { traceParent: '', traceState: '' },
  });
}
