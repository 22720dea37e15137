import type { Row } from '../../row.ts';

/** What another app's span called, or that it called nothing. */
export type ForeignKind = 'http' | 'database' | 'storage' | 'queue' | 'rpc' | 'inproc';

/** Attributes of OpenTelemetry's conventions that only one kind of call has; the more telling first, as databases are called over HTTP too. */
const attributes: readonly (readonly [ForeignKind, readonly string[]])[] = [
  ['queue', ['messaging.system', 'messaging.destination.name']],
  ['database', ['db.system.name', 'db.system']],
  ['rpc', ['rpc.system', 'rpc.system.name']],
  ['http', ['http.request.method', 'http.method']],
];

/**
 * Types of dependencies as SDKs of Application Insights send them: the columns of the .NET SDK's parsers (`Azure blob`), the Node.js
 * SDK's names (`postgres`, `Http (tracked component)`), the web SDKs' (`Fetch`), and systems of OpenTelemetry, which the exporter puts
 * there (`redis`, `Queue Message | Microsoft.ServiceBus`).
 */
const types: readonly (readonly [ForeignKind, RegExp])[] = [
  ['inproc', /^inproc\b/],
  [
    'queue',
    /^queue message|queue|service ?bus|event ?hubs?$|event ?grid|iot hub|^(?:activemq|amqp|aws_sqs|gcp_pubsub|jms|kafka|mqtt|nats|pulsar|rabbitmq|rocketmq|sqs)$/,
  ],
  ['storage', /^azure blob|^microsoft\.storage|^(?:s3|aws s3|azure files?|azure data ?lake)$/],
  [
    'database',
    /sql|mongo|redis|cosmos|documentdb|^azure table|^(?:cassandra|clickhouse|couchbase|couchdb|db2|derby|dynamodb|elasticsearch|firebird|h2|hbase|hive|hsqldb|influxdb|mariadb|memcached|neo4j|opensearch|oracle|oracle\.db|postgres|saphana|spanner|sqlite|teradata|trino|valkey)$/,
  ],
  ['rpc', /^(?:grpc|wcf service|apache_dubbo|connect_rpc|dotnet_wcf|java_rmi|jsonrpc)$/],
  ['http', /^(?:https?|http \(.*|ajax|fetch|web service|azure search|webhook)$/],
];

/** A trace of 10,000 spans has few types, and asks for each span. */
const known = new Map<string, ForeignKind | undefined>();
const mostKnown = 500;

/** What a dependency called, by its attributes, else its type; undefined when neither tells, and for rows that are no dependency. */
export function foreignKindOf({ itemType, type, customDimensions }: Row): ForeignKind | undefined {
  if (itemType !== 'dependencies') return undefined;
  for (const [kind, names] of attributes) {
    for (const name of names) if (customDimensions[name]) return kind;
  }
  return typeof type === 'string' && type !== '' ? kindOfType(type) : undefined;
}

function kindOfType(type: string): ForeignKind | undefined {
  if (known.has(type)) return known.get(type);
  const kind = types.find(([, pattern]) => pattern.test(type.toLowerCase()))?.[0];
  if (known.size >= mostKnown) known.clear();
  known.set(type, kind);
  return kind;
}
