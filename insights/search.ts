/** What the box of the list can be asked for by name, as `model:gpt-4o`, and the filter that each name is. */
export const searchFields = {
  status: 'outcome',
  code: 'code',
  model: 'model',
  app: 'app',
  assistant: 'assistant',
  caller: 'caller',
  function: 'function',
  conversation: 'conversation',
  job: 'job',
  session: 'session',
} as const;

type FieldName = keyof typeof searchFields;

/** A search as it was typed, read. */
export interface Search {
  /** What is looked for as text; empty when only fields are named. */
  readonly text: string;
  readonly fields: readonly {
    readonly filter: (typeof searchFields)[FieldName];
    readonly value: string;
  }[];
  /** Why it cannot be asked: a field that there is none of. */
  readonly problem?: string;
}

// A name, a colon and a word or what stands in quotes; what stands in quotes from its start is text; so is an address.
const parts = /([a-z_]+):(?!\/\/)("[^"]*"?|\S*)|"([^"]*)"?|\S+/gi;

/** Reads `status:failed model:"my model" tents`: fields, and the rest as text. */
export function parseSearch(q: string): Search {
  const words: string[] = [];
  const fields: Search['fields'][number][] = [];
  let problem: string | undefined;
  for (const [part, name, value = '', quoted] of q.matchAll(parts)) {
    const field = name?.toLowerCase();
    if (field === undefined) words.push(quoted ?? part);
    else if (!isField(field)) {
      problem ??= `There is no field ${field}. Fields are ${Object.keys(searchFields).join(', ')}; text with a colon goes in quotes.`;
    } else {
      const plain = value.replaceAll('"', '');
      if (plain !== '') fields.push({ filter: searchFields[field], value: plain });
    }
  }
  const text = words.join(' ').trim();
  return { text, fields, ...(problem !== undefined && { problem }) };
}

function isField(name: string): name is FieldName {
  return Object.hasOwn(searchFields, name);
}
