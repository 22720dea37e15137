import type { Asked } from '../asked.ts';
import { toJson } from '../literals.ts';
import type { Place } from './place.ts';

/** A request as a program for Node.js, by OpenAI's client. */
export function toNode(asked: Asked, place: Place): string {
  const header =
    place.key === 'function'
      ? "\n  defaultHeaders: { 'x-functions-key': process.env.CALLSPAN_KEY },"
      : '';
  const apiKey = place.key === 'caller' ? 'process.env.CALLSPAN_API_KEY' : "'unused'";
  return `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: ${toJson(place.base)},
  apiKey: ${apiKey},${header}
  maxRetries: 0,
});
${toCall(asked, place)}
`;
}

function toCall({ by, request, conversation }: Asked, { path }: Place): string {
  const json = toJson(request);
  const headers =
    conversation === undefined ? '' : `headers: { 'x-conversation-id': ${toJson(conversation)} }`;
  if (path === '/jobs') {
    const options = [`body: ${json}`, headers].filter(Boolean).join(', ');
    return `const job = await client.post('/jobs', { ${options} });\nconsole.log(job.id);`;
  }
  const isChat = path === '/chat/completions';
  const method = isChat ? 'chat.completions' : 'responses';
  const given = [json, headers && `{ ${headers} }`].filter(Boolean).join(', ');
  const call = `await client.${method}.create(${given});`;
  if (by !== 'stream') {
    const said = isChat ? 'answer.choices[0].message' : 'answer.output_text';
    return `const answer = ${call}\nconsole.log(${said});`;
  }
  const said = isChat
    ? "process.stdout.write(part.choices[0]?.delta?.content ?? '');"
    : "if (part.type === 'response.output_text.delta') process.stdout.write(part.delta);";
  return `const stream = ${call}\nfor await (const part of stream) {\n  ${said}\n}`;
}
