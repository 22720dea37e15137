/**
 * OpenAI's form of a completion, a response, an event or a chunk of one, a job or an error, as far as the page reads it; or the
 * receiver's own line.
 */
export interface AnswerForm extends ErrorForm {
  readonly choices?: readonly {
    readonly message?: Completion;
    readonly delta?: Completion;
  }[];
  readonly output?: readonly Item[];
  readonly type?: string;
  readonly delta?: string;
  readonly item?: Item;
  readonly error?: string | ErrorForm | null;
  readonly status?: string;
  readonly completion?: AnswerForm;
  readonly session_id?: string;
}

/** An error, or an event that is one. */
interface ErrorForm {
  readonly code?: string;
  readonly message?: string;
}

interface Completion {
  readonly content?: string | null;
  readonly tool_calls?: readonly {
    readonly index?: number;
    readonly function?: Called;
  }[];
}

/** An item of a response: a message, a call, … */
interface Item extends Called {
  readonly content?: readonly { readonly text?: string }[];
}

interface Called {
  readonly name?: string;
  readonly arguments?: string;
}

/** What an answer says, or a part of it: text, and calls of tools or parts of them. */
export interface Said {
  readonly text: string;
  /** A part of a call has its place among the calls; a whole one comes after those before it. */
  readonly calls: readonly { readonly place?: number; readonly text: string }[];
}

/** Reads an answer, a chunk or an event. Of the events of a response, those of an item that is done tell of calls. */
export function readSaid({ choices, output, type, delta, item }: AnswerForm): Said {
  if (output || type) {
    const items = output ?? (type === 'response.output_item.done' && item ? [item] : []);
    const texts = output?.flatMap(({ content }) => content ?? []).map(({ text }) => text);
    return {
      text: texts?.join('') ?? (type === 'response.output_text.delta' ? (delta ?? '') : ''),
      calls: items.filter(({ name }) => name).map((call) => ({ text: toText(call) })),
    };
  }
  const [choice] = choices ?? [];
  const said = choice?.message ?? choice?.delta;
  const calls = (said?.tool_calls ?? []).map(({ index, function: called }, place) => ({
    place: index ?? place,
    text: toText(called),
  }));
  return { text: said?.content ?? '', calls };
}

function toText(called: Called | undefined): string {
  return `${called?.name ? `${called.name} ` : ''}${called?.arguments ?? ''}`;
}

/** What a stream ends with: `true` for an answer, the line of an error; undefined while more is to come. */
export function readEnd(form: AnswerForm): true | string | undefined {
  const error = form.type === 'error' ? form : form.error;
  if (error) return readError({ error }, 200);
  return /^response\.(completed|incomplete)$/.test(form.type ?? '') || undefined;
}

/** An error in one line: `code: message`. */
export function readError({ error }: AnswerForm, status: number): string {
  if (typeof error === 'string') return error;
  if (error?.message) return `${error.code ?? status}: ${error.message}`;
  return `The answer has status ${status}, and no reason.`;
}
