import type { Fields } from '../untrusted.ts';
import { type Attributes, firstOf } from './keyValues.ts';

/** The tags that say where an item is from. */
export function resourceTags(resource: Attributes): Fields {
  const name = firstOf(resource, 'service.name');
  const namespace = firstOf(resource, 'service.namespace');
  const language = firstOf(resource, 'telemetry.sdk.language') ?? 'unknown';
  const sdk = firstOf(resource, 'telemetry.sdk.version');
  return {
    'ai.cloud.role': name && namespace ? `${namespace}.${name}` : name,
    'ai.cloud.roleInstance': firstOf(resource, 'service.instance.id', 'host.name'),
    'ai.application.ver': firstOf(resource, 'service.version'),
    'ai.device.id': firstOf(resource, 'device.id'),
    'ai.device.model': firstOf(resource, 'device.model.name'),
    'ai.internal.sdkVersion': sdk === undefined ? undefined : `${language}:otlp${sdk}`,
  };
}
