/** OpenAI's form of a completion, a chunk of one, a job or an error, as far as the page reads it; or the receiver's own line. */
export interface AnswerForm {
  readonly choices?: readonly {
    readonly message?: Said;
    readonly delta?: Said;
  }[];
  readonly error?: string | { readonly code?: string; readonly message?: string };
  readonly status?: string;
  readonly completion?: AnswerForm;
  readonly session_id?: string;
}

interface Said {
  readonly content?: string | null;
  readonly tool_calls?: readonly {
    readonly index?: number;
    readonly function?: { readonly name?: string; readonly arguments?: string };
  }[];
}

/** What an answer says, and the parts of tool calls in it by their place. */
export function readSaid(form: AnswerForm): {
  readonly text: string;
  readonly calls: readonly { readonly place: number; readonly text: string }[];
} {
  const [choice] = form.choices ?? [];
  const said = choice?.message ?? choice?.delta;
  const calls = (said?.tool_calls ?? []).map(({ index, function: called }, place) => ({
    place: index ?? place,
    text: `${called?.name ? `${called.name} ` : ''}${called?.arguments ?? ''}`,
  }));
  return { text: said?.content ?? '', calls };
}

/** An error in one line: `code: message`. */
export function readError({ error }: AnswerForm, status: number): string {
  if (typeof error === 'string') return error;
  if (error?.message) return `${error.code ?? status}: ${error.message}`;
  return `The answer has status ${status}, and no reason.`;
}
