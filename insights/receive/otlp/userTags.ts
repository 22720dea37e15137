import type { Fields } from '../untrusted.ts';
import { type Attributes, firstOf } from './keyValues.ts';

/** The tags that attributes of a span or a log record fill, as the Azure Monitor exporter maps them. */
export function userTags(attributes: Attributes): Fields {
  const session = attributes['session.id'];
  return {
    'ai.user.authUserId': firstOf(attributes, 'enduser.id'),
    'ai.user.id': firstOf(attributes, 'enduser.pseudo.id'),
    'ai.session.id': typeof session === 'string' ? session : undefined,
    'ai.location.ip': firstOf(attributes, 'microsoft.client.ip'),
    'ai.operation.name': firstOf(attributes, 'ai.operation.name'),
    'ai.operation.syntheticSource': firstOf(attributes, 'user_agent.synthetic.type') && 'True',
  };
}
