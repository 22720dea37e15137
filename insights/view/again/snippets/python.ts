import type { Asked } from '../asked.ts';
import { toPythonLiteral } from '../literals.ts';
import type { Place } from './place.ts';

/** A request as a program for Python, by OpenAI's client. */
export function toPython(asked: Asked, place: Place): string {
  const { base, key } = place;
  const header =
    key === 'function'
      ? '\n    default_headers={"x-functions-key": os.environ["CALLSPAN_KEY"]},'
      : '';
  const apiKey = key === 'caller' ? 'os.environ["CALLSPAN_API_KEY"]' : '"unused"';
  return `${key !== 'none' ? 'import os\n\n' : ''}from openai import OpenAI

client = OpenAI(
    base_url=${toPythonLiteral(base)},
    api_key=${apiKey},${header}
    max_retries=0,
)
request = ${toPythonLiteral(asked.request)}
${toCall(asked, place)}
`;
}

function toCall({ by, conversation }: Asked, { path }: Place): string {
  const headers =
    conversation === undefined ? '' : `{"x-conversation-id": ${toPythonLiteral(conversation)}}`;
  if (path === '/jobs') {
    const options = headers && `, options={"headers": ${headers}}`;
    return `job = client.post("/jobs", cast_to=object, body=request${options})\nprint(job["id"])`;
  }
  const isChat = path === '/chat/completions';
  const method = isChat ? 'chat.completions' : 'responses';
  const call = `client.${method}.create(**request${headers && `, extra_headers=${headers}`})`;
  if (by !== 'stream') {
    const said = isChat ? 'answer.choices[0].message' : 'answer.output_text';
    return `answer = ${call}\nprint(${said})`;
  }
  const [condition, said] = isChat
    ? ['part.choices', 'part.choices[0].delta.content or ""']
    : ['part.type == "response.output_text.delta"', 'part.delta'];
  return `for part in ${call}:\n    if ${condition}:\n        print(${said}, end="", flush=True)`;
}
