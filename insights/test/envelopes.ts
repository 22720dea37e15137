import { randomBytes, randomUUID } from 'node:crypto';

/** An item of the ingestion protocol. */
export function envelope(baseType: string, baseData: object, tags: object = {}, time = new Date()) {
  return {
    name: 'x',
    time: time.toISOString(),
    iKey: '0',
    tags: { 'ai.cloud.role': 'callspan', ...tags },
    data: { baseType, baseData: { ver: 2, ...baseData } },
  };
}

/** What one invocation leaves, as the app and the host send it: its chat, itself, its line, and the host's row. */
export function invocation({
  session = randomUUID() as string,
  operation = randomBytes(16).toString('hex'),
  outcome = 'ok',
  time = new Date(),
  durationMs = 1_000,
  job = undefined as string | undefined,
  conversation = undefined as string | undefined,
  model = 'gpt-4o',
} = {}) {
  const success = outcome === 'ok';
  const tags = { 'ai.operation.id': operation, 'ai.session.id': session };
  const [host, own, chat] = [1, 2, 3].map(() => randomBytes(8).toString('hex'));
  const duration = (ms: number) => `0.00:00:${(ms / 1_000).toFixed(7).padStart(10, '0')}`;
  const faas = { 'faas.invocation_id': session, 'faas.name': 'chatCompletions' };
  const trigger = { 'faas.trigger': job === undefined ? 'http' : 'pubsub' };
  return [
    envelope(
      'RemoteDependencyData',
      {
        id: chat,
        name: `chat ${model}`,
        duration: duration(durationMs - 20),
        success,
        properties: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': model,
          'gen_ai.response.id': `chatcmpl-${chat}`,
          'app.attempt': '1',
          'app.server.address': 'models.test',
        },
        measurements: { inputTokens: 30, outputTokens: 300, costUsd: 0.003 },
      },
      { ...tags, 'ai.operation.parentId': own },
      time,
    ),
    envelope(
      'RemoteDependencyData',
      {
        id: own,
        name: 'generate_completion',
        duration: duration(durationMs - 10),
        success,
        properties: {
          ...faas,
          ...trigger,
          'app.outcome': outcome,
          ...(job !== undefined && { 'app.job': job }),
          ...(conversation !== undefined && { 'gen_ai.conversation.id': conversation }),
        },
      },
      { ...tags, 'ai.operation.parentId': host },
      time,
    ),
    envelope('MessageData', { message: outcome }, { ...tags, 'ai.operation.parentId': own }, time),
    envelope(
      'RequestData',
      {
        id: host,
        name: 'POST /api/v1/chat/completions',
        duration: duration(durationMs),
        success,
        responseCode: success ? '200' : '504',
        properties: { ...faas, ...trigger },
      },
      { 'ai.operation.id': operation },
      time,
    ),
  ];
}
