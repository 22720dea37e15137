import type { Settings } from './settings.ts';

/** The settings that can mean a part of the local stack, with the value in the sample that means it. */
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
 * Whether the app uses the local stack's `part`: its setting has the sample's value, whatever port the part gets. Any
 * other value is the user's own, and used unchanged.
 */
export function isEmbedded(part: EmbeddedPart, settings: Settings): boolean {
  const { setting, value } = placeholders[part];
  return value.test(settings[setting]?.trim() ?? '');
}

/** The settings, with the addresses of the started parts instead of the sample's. */
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
