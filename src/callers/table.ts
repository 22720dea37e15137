import type { TokenCredential } from '@azure/core-auth';
import { odata, TableClient } from '@azure/data-tables';
import type { StorageConfig } from '../config.ts';
import { AppError, isAppError } from '../errors.ts';
import { callWithin } from '../values/callWithin.ts';
import { isBug } from '../values/isBug.ts';
import { isRecord } from '../values/isRecord.ts';
import type { Answer, LimitTable } from './limitTable.ts';
import { fromEntity, toEntity } from './rowEntity.ts';

const name = 'callers';
const callMs = 3_000;
/** Rows that are removed at once: a caller has one a day. */
const mostRemoved = 100;

type OnResponse = (response: {
  readonly headers: { get(name: string): string | undefined };
}) => void;

interface CallOptions {
  readonly abortSignal: AbortSignal;
  readonly onResponse: OnResponse;
}

/**
 * Opens the table of the callers' limits, in which a caller is a partition. It exists already: the infrastructure, or
 * the local stack, makes it. Each call is made once, and ends within 3 s.
 */
export function openLimitTable(config: StorageConfig, credential: TokenCredential): LimitTable {
  const client = connect(config, credential);
  return {
    read: (caller, key) =>
      bounded(async (options) => {
        try {
          return fromEntity(await client.getEntity(caller, key, options));
        } catch (thrown) {
          // A missing table is not an absent row, which would mean a caller who has spent nothing.
          if (statusOf(thrown) === 404 && codeOf(thrown) === 'ResourceNotFound') return undefined;
          throw thrown;
        }
      }),
    write: (caller, key, row, etag) =>
      bounded(async (options) => {
        const entity = toEntity(caller, key, row);
        try {
          const written =
            etag === undefined
              ? await client.createEntity(entity, options)
              : await client.updateEntity(entity, 'Replace', { ...options, etag });
          return written.etag;
        } catch (thrown) {
          const status = statusOf(thrown);
          const isChanged =
            status === 412 ||
            (status === 409 && codeOf(thrown) === 'EntityAlreadyExists') ||
            (status === 404 && codeOf(thrown) === 'ResourceNotFound');
          if (isChanged) return undefined;
          throw thrown;
        }
      }),
    async remove(caller, from, to) {
      await bounded(async ({ abortSignal }) => {
        const filter = odata`PartitionKey eq ${caller} and RowKey ge ${from} and RowKey lt ${to}`;
        const found = client.listEntities({
          abortSignal,
          queryOptions: { filter, select: ['RowKey'] },
        });
        const pages = found.byPage({ maxPageSize: mostRemoved });
        for (const { rowKey } of (await pages.next()).value ?? []) {
          if (rowKey !== undefined) await client.deleteEntity(caller, rowKey, { abortSignal });
        }
      });
    },
  };
}

function connect(config: StorageConfig, credential: TokenCredential): TableClient {
  const options = { retryOptions: { maxRetries: 0 } };
  if ('connectionString' in config) {
    // The emulator's is http.
    const own = { ...options, allowInsecureConnection: true };
    return TableClient.fromConnectionString(config.connectionString, name, own);
  }
  return new TableClient(config.tableServiceUri ?? '', name, credential, options);
}

/** One call within 3 s; nothing of a foreign error's text is kept. */
async function bounded<T>(call: (options: CallOptions) => Promise<T>): Promise<Answer<T>> {
  let date: number | undefined;
  const onResponse: OnResponse = ({ headers }) => {
    const time = Date.parse(headers.get('date') ?? '');
    date = Number.isNaN(time) ? undefined : time;
  };
  try {
    const value = await callWithin(callMs, (abortSignal) => call({ abortSignal, onResponse }));
    return { value, date };
  } catch (thrown) {
    if (isAppError(thrown) || isBug(thrown)) throw thrown;
    const said =
      statusOf(thrown) === undefined
        ? 'The storage for the limits of callers could not be reached.'
        : 'The storage for the limits of callers refused the call, or failed at it.';
    throw new AppError('storage_unavailable', said, { retryAfterMs: 5_000, cause: thrown });
  }
}

function statusOf(thrown: unknown): unknown {
  return thrown instanceof Error ? Reflect.get(thrown, 'statusCode') : undefined;
}

/** https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes */
function codeOf(thrown: unknown): unknown {
  const details = thrown instanceof Error ? Reflect.get(thrown, 'details') : undefined;
  const error = isRecord(details) ? details.odataError : undefined;
  return isRecord(error) ? error.code : undefined;
}
