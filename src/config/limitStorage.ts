import { limitNames } from './callerLimits.ts';
import type { CallersConfig } from './callers.ts';
import type { SettingReader } from './settingReader.ts';
import type { StorageConfig } from './storage.ts';

/** Notes a problem when callers have limits, and there are no tables to count in. `isWrong`: storage is a problem already. */
export function checkLimitStorage(
  callers: CallersConfig,
  storage: StorageConfig | undefined,
  isWrong: boolean,
  { problem }: SettingReader,
): void {
  const isLimited = [...callers.values()].some((caller) =>
    limitNames.some((name) => caller[name] !== undefined),
  );
  if (!isLimited || isWrong) return;
  const rule = 'the limits of CALLERS, which are counted in its tables';
  if (storage === undefined) problem('AzureWebJobsStorage', `must be set for ${rule}`);
  else if (!('connectionString' in storage)) {
    if (storage.tableServiceUri !== undefined) return;
    problem('AzureWebJobsStorage__tableServiceUri', `must be set for ${rule}`);
  } else if (!/(?:^|;)(?:TableEndpoint=|UseDevelopmentStorage=)/.test(storage.connectionString)) {
    problem('AzureWebJobsStorage', `must have a TableEndpoint for ${rule}`);
  }
}
