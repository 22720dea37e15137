import { answer, inVain } from './parts.ts';

/** How keys are sent, and what a missing or wrong one gets: the platform's function keys, or those of `CALLERS`. */
export const keysOf = {
  functions: {
    schemes: {
      functionKey: inHeader('x-functions-key', 'A function key; none is asked locally.'),
    },
    refused: {
      description:
        'The function key is missing or wrong. Azure answers this, with an empty body, before the app is asked; locally nobody does.',
    },
  },
  callers: {
    schemes: {
      bearer: { type: 'http', scheme: 'bearer', description: "A caller's key." },
      apiKey: inHeader('api-key', 'The same.'),
      xApiKey: inHeader('x-api-key', 'The same.'),
      functionsKey: inHeader('x-functions-key', 'The same.'),
    },
    refused: answer('`invalid_api_key`', 'Error', {
      'www-authenticate': { description: 'How a key is sent.', schema: { const: 'Bearer' } },
      'x-should-retry': inVain,
    }),
  },
} as const;

function inHeader(name: string, description: string): object {
  return { type: 'apiKey', in: 'header', name, description };
}
