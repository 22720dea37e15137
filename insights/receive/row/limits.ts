const span = { id: 512, name: 1024 };

const tags = {
  'ai.application.ver': 1024,
  'ai.cloud.role': 256,
  'ai.cloud.roleInstance': 256,
  'ai.device.id': 1024,
  'ai.device.model': 256,
  'ai.device.osVersion': 256,
  'ai.device.type': 64,
  'ai.internal.sdkVersion': 64,
  'ai.location.city': 256,
  'ai.location.country': 256,
  'ai.location.ip': 46,
  'ai.location.province': 256,
  'ai.operation.id': 128,
  'ai.operation.name': 1024,
  'ai.operation.parentId': 512,
  'ai.operation.syntheticSource': 1024,
  'ai.session.id': 64,
  'ai.user.accountId': 1024,
  'ai.user.authUserId': 1024,
  'ai.user.id': 128,
};

/**
 * Longest texts of the ingestion protocol, in characters, by type and field, as its schemas give them:
 * https://github.com/microsoft/ApplicationInsights-Home/tree/master/EndpointSpecs/Schemas/Bond
 */
export const maxFieldChars: ReadonlyMap<string, Readonly<Record<string, number>>> = new Map<
  string,
  Readonly<Record<string, number>>
>([
  ['ContextTagKeys', tags],
  ['RequestData', { ...span, responseCode: 1024, source: 1024, url: 2048 }],
  ['RemoteDependencyData', { ...span, resultCode: 1024, data: 8192, type: 1024, target: 1024 }],
  ['ExceptionData', { problemId: 1024 }],
  ['ExceptionDetails', { typeName: 1024, message: 32_768, stack: 32_768 }],
  ['StackFrame', { method: 1024, assembly: 1024, fileName: 1024 }],
  ['MessageData', { message: 32_768 }],
  ['EventData', { name: 512 }],
  ['DataPoint', { name: 1024, ns: 256 }],
  ['PageViewData', { id: 512, name: 512, url: 2048, referrerUri: 2048 }],
  ['PageViewPerfData', { id: 512, name: 512, url: 2048 }],
  ['AvailabilityData', { ...span, runLocation: 1024, message: 8192 }],
]);

/**
 * Longest name of a property or a measurement. Values have a documented limit of 8,192, which is not kept here: the
 * service takes `gen_ai` content of 256 KiB and more, and the exporters cut the rest themselves.
 */
export const maxNameChars = 150;

/** Most items in a request: https://learn.microsoft.com/azure/azure-monitor/service-limits#application-insights */
export const maxItems = 64_000;
