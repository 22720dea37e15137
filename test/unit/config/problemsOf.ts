import { parseConfig } from '../../../src/config.ts';

/** The least that the app starts with. */
export const minimal = {
  AZURE_AI_INFERENCE_ENDPOINT: 'https://example.openai.azure.com/openai/v1',
};

/** The settings that stop the start, by name, in their order; none when it starts. */
export function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseConfig({ ...minimal, ...environment });
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    for (const value of Object.values(environment)) {
      if (value.length > 3 && message.includes(value)) throw new Error('a value is told');
    }
    return message
      .split('\n  - ')
      .slice(1)
      .map((line) => line.split(' ')[0] ?? '');
  }
}
