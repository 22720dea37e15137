import type { Info } from '../../api.ts';
import { useJson } from '../request.ts';

const noApp =
  'No app runs beside this receiver. `npm start` runs both; an app that is started otherwise is asked at its own address.';

/** Models that the app can be asked for, the default first; empty while they are not known, with the reason when there is one. */
export function useModels(): { readonly models: readonly string[]; readonly problem?: string } {
  const info = useJson<Info>('/api/info');
  const isThere = info.value !== undefined && info.value.app !== null;
  const { value, error } = useJson<{ data?: readonly { id: string }[] }>(
    isThere ? '/api/try/models' : undefined,
  );
  const models = value?.data?.map(({ id }) => id) ?? [];
  if (info.value?.app === null) return { models, problem: noApp };
  return { models, ...(error ? { problem: error.message } : {}) };
}
