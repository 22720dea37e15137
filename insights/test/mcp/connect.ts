import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';

/** What a tool answered: its words, and the telemetry after them. */
export interface ToolAnswer {
  readonly said: string;
  readonly data: string;
  readonly isError: boolean;
}

/** The SDK's own client, connected to `/mcp` for one test: by the handshake of today's clients, or with the newest protocol. */
export async function connect(url: string, newest = false) {
  const client = new Client(
    { name: 'test', version: '1' },
    newest ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {},
  );
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url)));
  onTestFinished(() => client.close());
  return {
    client,
    async call(name: string, args: Record<string, unknown> = {}): Promise<ToolAnswer> {
      const { content, isError } = await client.callTool({ name, arguments: args });
      const [said = '', data = ''] = content.map((part) => (part.type === 'text' ? part.text : ''));
      return { said, data, isError: isError === true };
    },
  };
}

/** The JSON objects of an answer, which stand in one fence, one a line. */
export function linesOf({ data }: ToolAnswer): readonly unknown[] {
  const [, inside] = /^(?:`{3,})json\n(.*)\n`{3,}$/s.exec(data) ?? [];
  if (inside === undefined) throw new Error('It is not in one fence.');
  return inside.split('\n').map((line) => JSON.parse(line));
}
