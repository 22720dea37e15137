import type { TokenCredential } from '@azure/core-auth';
import type { StorageConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import type { LimitTable } from './limitTable.ts';

/** Opens the table of the callers' limits. It exists already: the infrastructure, or the local stack, makes it. */
export function openLimitTable(_config: StorageConfig, _credential: TokenCredential): LimitTable {
  throw new AppError('storage_unavailable', 'Not yet.');
}
