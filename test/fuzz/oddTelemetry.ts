import fc from 'fast-check';
import { tables } from '../../local/insights/row.ts';
import { mostly, number, odd, text } from './oddValues.ts';

/** An operation or a span: few, so that they meet. */
export const id = fc.oneof(fc.constantFrom('a', 'b', 'a\nb', 'a/b'), text);
const dimensions = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      'gen_ai.operation.name',
      'gen_ai.request.model',
      'gen_ai.usage.input_tokens',
      'gen_ai.usage.output_tokens',
      'gen_ai.input.messages',
      'gen_ai.output.messages',
      'gen_ai.response.finish_reasons',
      'faas.invocation_id',
      'faas.trigger',
      'app.attempt',
      'app.outcome',
      'app.job',
      'app.step',
      'app.http.status_code',
    ),
    text,
  ),
  fc.oneof(fc.constantFrom('chat', 'execute_tool', 'invoke_agent', 'pubsub', 'ok'), odd),
  { maxKeys: 8, noNullPrototype: true },
);
const measurements = fc.dictionary(
  fc.oneof(fc.constantFrom('inputTokens', 'outputTokens', 'costUsd', 'timeToFirstTokenMs'), text),
  fc.oneof(number, odd),
  { maxKeys: 5, noNullPrototype: true },
);

/** An item of the ingestion protocol, or nearly. */
export const envelope = fc.record(
  {
    time: mostly(fc.constant('2026-11-24T12:00:00.000Z')),
    iKey: odd,
    sampleRate: odd,
    tags: mostly(
      fc.record(
        {
          'ai.operation.id': mostly(id),
          'ai.operation.parentId': mostly(id),
          'ai.session.id': mostly(id),
          'ai.cloud.role': odd,
          'ai.application.ver': odd,
        },
        { requiredKeys: [] },
      ),
    ),
    data: mostly(
      fc.record({
        baseType: mostly(
          fc.constantFrom(
            'RequestData',
            'RemoteDependencyData',
            'ExceptionData',
            'MessageData',
            'EventData',
            'MetricData',
            'PageViewData',
            'AvailabilityData',
          ),
        ),
        baseData: mostly(
          fc.record(
            {
              id: mostly(id),
              name: mostly(
                fc.constantFrom('generate_completion', 'chat', 'send inference-requests'),
              ),
              duration: odd,
              success: mostly(fc.boolean()),
              resultCode: odd,
              responseCode: odd,
              type: odd,
              message: odd,
              severityLevel: odd,
              exceptions: mostly(fc.array(odd, { maxLength: 3 })),
              metrics: fc.array(
                fc.record({ name: mostly(fc.constant('item_dropped_count')), value: odd }),
                { maxLength: 2 },
              ),
              properties: mostly(dimensions),
              measurements: mostly(measurements),
            },
            { requiredKeys: [] },
          ),
        ),
      }),
    ),
  },
  { requiredKeys: [] },
);

/** A row as an export has it, or nearly. */
export const row = fc.record(
  {
    itemType: mostly(fc.constantFrom(...tables)),
    timestamp: mostly(fc.constant('2026-11-24T12:00:00.000Z')),
    operation_Id: mostly(id),
    operation_ParentId: mostly(id),
    session_Id: odd,
    id: mostly(id),
    name: mostly(fc.constantFrom('generate_completion', 'chat')),
    duration: mostly(number),
    success: mostly(fc.constantFrom('True', 'False')),
    message: odd,
    itemCount: odd,
    customDimensions: mostly(dimensions),
    customMeasurements: mostly(measurements),
  },
  { requiredKeys: ['itemType', 'timestamp', 'operation_Id', 'operation_ParentId'] },
);
