/** Attributes that hold what was said, by their names in the conventions. */
export const contentNames = {
  instructions: 'gen_ai.system_instructions',
  input: 'gen_ai.input.messages',
  output: 'gen_ai.output.messages',
  tools: 'gen_ai.tool.definitions',
} as const;
