import { isRecord } from '../values/isRecord.ts';

const maxBytes = 64 * 1024;

/**
 * The JSON object in a setting. Says what is wrong and gives undefined for anything else; a reference to Key Vault that the platform did
 * not replace stands in the setting as it is.
 */
export function parseSettingJson(
  text: string,
  wrong: (rule: string) => undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (/^@Microsoft\.KeyVault\(/i.test(text)) {
    return wrong(
      'is a Key Vault reference that the platform could not resolve: check the name of the secret, and the role of the identity on it',
    );
  }
  if (Buffer.byteLength(text) > maxBytes) return wrong(`must be at most ${maxBytes} bytes`);
  const value = parse(text);
  return isRecord(value) ? value : wrong('must be a JSON object');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the parser's own message quotes the text
  }
}
