import type { Limits } from '../../values/deadline.ts';
import type { Spending } from '../../values/spending.ts';
import type { EmbeddingsRequest } from './embeddingsRequest.ts';

/** Embeddings: the request is checked, the one model is called, its answer is passed on. */
export interface Embeddings {
  /** The deployment; undefined when none is set. */
  readonly model: string | undefined;
  /** Checks a request body in bytes; `model`, if given, replaces its own. Throws the table's 4xx with `param`. */
  parseBody(bytes: Uint8Array, model?: string): EmbeddingsRequest;
  /** What a request may use, for the limits of its caller. */
  reserve(request: EmbeddingsRequest): Spending;
  /** Answers a request within the limits: JSON in parts of bytes. Throws our errors only. */
  create(request: EmbeddingsRequest, limits: Limits): Promise<readonly Uint8Array[]>;
}
