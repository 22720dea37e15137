import { parseConnectionFields } from './connectionFields.ts';

const url = /^https?:\/\/[^\s/\\?#@]+(?:\/[^\s\\?#]*)?$/i;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;

/**
 * A connection string of a storage account, spelled as the SDK reads it, with .NET's defaults (https,
 * core.windows.net) filled in. So the app and the triggers of its host accept the same strings. Undefined for
 * one that neither can use; the SDK would notice only at the first call. The forms:
 * https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
 */
export function parseStorageConnection(text: string): string | undefined {
  const given = parseConnectionFields(text);
  if (given === undefined) return undefined;
  const fields = new Map([...given].map(([name, value]) => [name.toLowerCase(), value]));
  if (fields.has('usedevelopmentstorage')) return parseEmulator(fields);

  const account = fields.get('accountname');
  const protocol = fields.get('defaultendpointsprotocol') ?? 'https';
  const suffix = fields.get('endpointsuffix') ?? 'core.windows.net';
  const endpointOf = (service: 'Blob' | 'Queue' | 'Table') => {
    const name = service.toLowerCase();
    const ofAccount = account && `${protocol}://${account}.${name}.${suffix}`;
    const endpoint = fields.get(`${name}endpoint`) ?? ofAccount;
    return endpoint === undefined ? [] : [`${service}Endpoint=${endpoint}`];
  };
  const endpoints = [...endpointOf('Blob'), ...endpointOf('Queue')];
  const isReachable =
    endpoints.length === 2 &&
    endpoints.every((field) => url.test(field.slice(field.indexOf('=') + 1)));
  if (!isReachable) return undefined;

  const key = fields.get('accountkey');
  const signature = fields.get('sharedaccesssignature');
  const all = [...endpoints, ...endpointOf('Table')].join(';');
  if (key !== undefined) {
    const isUsable =
      /^[\w-]+$/.test(account ?? '') && base64.test(key) && /^https?$/i.test(protocol);
    return isUsable
      ? `DefaultEndpointsProtocol=${protocol};AccountName=${account};AccountKey=${key};${all}`
      : undefined;
  }
  return /^\??[^\s?]+$/.test(signature ?? '')
    ? `${all};SharedAccessSignature=${signature}`
    : undefined;
}

/** Azurite on its own ports, or behind a proxy. */
function parseEmulator(fields: ReadonlyMap<string, string>): string | undefined {
  const proxy = fields.get('developmentstorageproxyuri');
  const isUsable =
    /^true$/i.test(fields.get('usedevelopmentstorage') ?? '') &&
    (proxy === undefined || url.test(proxy)) &&
    fields.size === (proxy === undefined ? 1 : 2);
  if (!isUsable) return undefined;
  return [
    'UseDevelopmentStorage=true',
    ...(proxy ? [`DevelopmentStorageProxyUri=${proxy}`] : []),
  ].join(';');
}
