import { signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** When the receiver was last heard, and since when it is not; for the banner. */
export const lostSince = signal<number | undefined>(undefined);
export const lastHeard = signal(Date.now());

/** Told by whatever speaks with the receiver. */
export function heard(isThere: boolean): void {
  if (isThere) {
    lastHeard.value = Date.now();
    lostSince.value = undefined;
  } else {
    lostSince.value ??= Date.now();
  }
}

/** An answer that is not a 200; the message is the receiver's own. */
export class RequestFailed extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Asks the receiver for a text; rejects with `RequestFailed`, as `getJson`. */
export const getText = (url: string) => ask(url, (response) => response.text());

/** Asks the receiver for JSON; rejects with `RequestFailed`, with status 0 when it does not answer. */
export function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  return ask<T>(url, (response) => response.json(), signal);
}

async function ask<T>(
  url: string,
  read: (response: Response) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  try {
    const response = await fetch(url, signal ? { signal } : {});
    if (response.ok) {
      const body = await read(response);
      heard(true);
      return body;
    }
    const { error } = await response.json();
    heard(true);
    throw new RequestFailed(response.status, error ?? 'No answer.');
  } catch (error) {
    if (error instanceof RequestFailed) throw error;
    if (signal?.aborted !== true) heard(false);
    throw new RequestFailed(0, 'The receiver does not answer.');
  }
}

/** What is known of an answer: the last one stays while the next is on its way. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: RequestFailed | undefined;
  readonly loading: boolean;
  /** Asks again. */
  reload(): void;
}

/** Loads JSON whenever the URL changes; undefined asks nothing. Give a type that the server keeps (api.ts). */
export function useJson<T>(url: string | undefined): Loaded<T> {
  const value = useSignal<T | undefined>(undefined);
  const error = useSignal<RequestFailed | undefined>(undefined);
  const loading = useSignal(url !== undefined);
  const round = useSignal(0);
  const asked = useSignal(url);
  useEffect(() => {
    asked.value = url;
  }, [url]);
  useSignalEffect(() => {
    const target = asked.value;
    round.value; // asks again when it changes
    if (target === undefined) return;
    const controller = new AbortController();
    loading.value = true;
    getJson<T>(target, controller.signal)
      .then((found) => {
        value.value = found;
        error.value = undefined;
      })
      .catch((thrown) => {
        if (!controller.signal.aborted) error.value = thrown;
      })
      .finally(() => {
        if (!controller.signal.aborted) loading.value = false;
      });
    return () => controller.abort();
  });
  return {
    value: value.value,
    error: error.value,
    loading: loading.value,
    reload() {
      round.value += 1;
    },
  };
}
