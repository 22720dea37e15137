import fc from 'fast-check';
import { tables } from '../../row.ts';
import { mostly, number, odd, text } from './oddValues.ts';

/** An operation or a span: few, so that they meet. */
const id = fc.oneof(fc.constantFrom('a', 'b', 'a\nb', 'a/b'), text);
const tokens = fc.oneof(number.map(String), fc.constantFrom('1e300', '1e19', '7'));
/** Each of the names that mean something half of the time, and names that mean nothing. */
const dimensions = fc
  .tuple(
    fc.record(
      {
        'gen_ai.operation.name': mostly(fc.constantFrom('chat', 'chat', 'execute_tool')),
        'gen_ai.request.model': mostly(text),
        'gen_ai.usage.input_tokens': tokens,
        'gen_ai.usage.output_tokens': tokens,
        'gen_ai.input.messages': mostly(text),
        'gen_ai.output.messages': mostly(text),
        'gen_ai.response.finish_reasons': mostly(text),
        'faas.invocation_id': mostly(id),
        'faas.trigger': mostly(fc.constantFrom('http', 'pubsub')),
        'app.attempt': mostly(text),
        'app.outcome': mostly(text),
        'app.job': mostly(text),
        'app.caller': mostly(text),
        'app.step': mostly(text),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    fc.dictionary(text, mostly(text), { maxKeys: 2, noNullPrototype: true }),
  )
  .map(([known, unknown]) => ({ ...unknown, ...known }));
const measurements = fc.dictionary(
  fc.oneof(fc.constantFrom('inputTokens', 'outputTokens', 'costUsd', 'timeToFirstTokenMs'), text),
  mostly(number),
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
            'RemoteDependencyData',
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
            { requiredKeys: ['name', 'properties'] },
          ),
        ),
      }),
    ),
  },
  { requiredKeys: ['time', 'data'] },
);

/** A row as an export has it, or nearly. */
export const row = fc.record(
  {
    itemType: mostly(fc.constantFrom(...tables)),
    timestamp: mostly(fc.constant('2026-11-24T12:00:00.000Z')),
    operation_Id: mostly(id),
    operation_ParentId: mostly(id),
    session_Id: mostly(id),
    id: mostly(id),
    name: mostly(fc.constantFrom('generate_completion', 'chat')),
    duration: mostly(number),
    success: mostly(fc.constantFrom('True', 'False')),
    message: mostly(text),
    itemCount: mostly(number),
    customDimensions: mostly(dimensions),
    customMeasurements: mostly(measurements),
  },
  {
    requiredKeys: [
      'itemType',
      'timestamp',
      'operation_Id',
      'operation_ParentId',
      'customDimensions',
      'customMeasurements',
    ],
  },
);
