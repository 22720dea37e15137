import type { Info } from '../../api.ts';
import { useJson } from '../request.ts';
import type { Model } from './model.ts';

/** What is known of the app that is asked. */
export interface App {
  /** The default first; empty while they are not known. */
  readonly models: readonly Model[];
  readonly embeddedModel: boolean;
  /** Why nothing can be asked now. */
  readonly problem?: string;
}

const noApp =
  'No app runs beside this receiver. `npm start` runs both; an app that is started otherwise is asked at its own address.';

/** The app beside the receiver and its models, as `GET v1/models` lists them. */
export function useModels(): App {
  const info = useJson<Info>('/api/info').value;
  const isThere = info !== undefined && info.app !== null;
  const { value, error } = useJson<{
    data?: readonly { readonly id: string; readonly owned_by?: string }[];
  }>(isThere ? '/api/try/models' : undefined);
  const models = (value?.data ?? []).map(({ id, owned_by }) => ({
    id,
    isAssistant: owned_by === 'callspan-assistant',
  }));
  const problem = info?.app === null ? noApp : error?.message;
  return {
    models,
    embeddedModel: info?.embeddedModel ?? false,
    ...(problem !== undefined && { problem }),
  };
}
