/** An answer, or the text in place of one, and its session. */
export interface Answered extends Said {
  readonly session: string;
}

/** What an answer says, or the line of an error. */
export interface Said {
  readonly text: string;
  readonly failed: boolean;
  /** Status of the error, when the call failed with one. */
  readonly code?: string | undefined;
}

/** Shown for an answer without text. */
export const noText = '(no text in the answer)';

/** OpenAI's form of an error. */
export interface ErrorObject {
  readonly code?: string;
  readonly message?: string;
  readonly param?: string | null;
}

/** An error in one line. */
export function toFailed({ code, message, param }: ErrorObject): Said {
  const of = param ? ` (param: ${param})` : '';
  return { text: `${code}: ${message}${of}`, failed: true, code };
}
