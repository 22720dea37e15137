import { guid } from '../values/forms.ts';
import { parseConnectionFields } from './connectionFields.ts';
import { parseServiceUrl } from './serviceUrl.ts';

const hostPart = /^[a-z0-9.-]+$/i;

/**
 * A connection string of Application Insights in the one form that the exporter reads: it discards a string
 * that ends in `;`, and accepts no blank around a name. Undefined for a string without an address, or over
 * plain http to another machine. The grammar:
 * https://learn.microsoft.com/azure/azure-monitor/app/connection-strings
 */
export function parseTelemetryAddress(text: string): string | undefined {
  const fields = parseConnectionFields(text);
  if (fields === undefined) return undefined;
  const named = new Map([...fields].map(([name, value]) => [name.toLowerCase(), value]));
  const key = named.get('instrumentationkey') ?? '';
  const ingestion = named.get('ingestionendpoint');
  const endpoint = ingestion === undefined ? undefined : parseServiceUrl(ingestion, true);
  const hostParts = [named.get('endpointsuffix') ?? '-', named.get('location') ?? '-'];
  const isUsable =
    guid.test(key) &&
    (endpoint !== undefined) === (ingestion !== undefined) &&
    hostParts.every((part) => hostPart.test(part)) &&
    ![...fields.values()].some((value) => value.includes('='));
  if (!isUsable) return undefined;
  return [...fields]
    .map(([name, value]) => {
      const lower = name.toLowerCase();
      if (lower === 'instrumentationkey') return `InstrumentationKey=${value.toLowerCase()}`;
      return lower === 'ingestionendpoint' ? `IngestionEndpoint=${endpoint}/` : `${name}=${value}`;
    })
    .join(';');
}
