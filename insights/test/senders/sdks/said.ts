/** What is said to the model. */
export const system = 'You help people pack.';
export const user = 'What camping supplies do I need?';

/** A tool that is offered to it, as JSON schema. */
export const tool = {
  name: 'weather',
  description: 'The weather of a place.',
  parameters: {
    type: 'object',
    properties: { place: { type: 'string' } },
    required: ['place'],
    additionalProperties: false,
  },
};
