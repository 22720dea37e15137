import type { Settings } from './settings.ts';

/** The settings whose value can stand for a part of the local stack, and what stands there for it in the sample. */
const placeholders = {
  model: {
    setting: 'AZURE_AI_INFERENCE_ENDPOINT',
    value: /^http:\/\/(127\.0\.0\.1|localhost):7073\/v1\/?$/i,
  },
  insights: {
    setting: 'APPLICATIONINSIGHTS_CONNECTION_STRING',
    value: /IngestionEndpoint=http:\/\/(127\.0\.0\.1|localhost):7072\/?\s*(;|$)/i,
  },
  storage: { setting: 'AzureWebJobsStorage', value: /^UseDevelopmentStorage=true\s*;?$/i },
} as const;

export type EmbeddedPart = keyof typeof placeholders;

/**
 * Whether the app's `part` is the one of the local stack: its setting is what the sample says, whatever port the part
 * gets. Any other value is someone's own, and used as it is.
 */
export function isEmbedded(part: EmbeddedPart, settings: Settings): boolean {
  const { setting, value } = placeholders[part];
  return value.test(settings[setting]?.trim() ?? '');
}

/** The settings with the addresses that the started parts got in place of the sample's. */
export function withAddresses(
  settings: Settings,
  addresses: { [part in EmbeddedPart]?: string | undefined },
): Settings {
  const result: Record<string, string> = { ...settings };
  const put = (part: EmbeddedPart) => {
    const address = addresses[part];
    if (address !== undefined) result[placeholders[part].setting] = address;
  };
  put('model');
  put('insights');
  put('storage');
  return result;
}
