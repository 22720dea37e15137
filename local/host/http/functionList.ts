import type { FunctionMetadata } from '../messages.ts';

/** A function as in `GET /admin/functions` of the real host, as far as the built-in host knows it. */
export function toFunctionList(functions: readonly FunctionMetadata[]): object[] {
  return functions.map(({ name, bindings }) => ({
    name,
    href: `/admin/functions/${name}`,
    language: 'node',
    isDisabled: false,
    config: {
      name,
      bindings: Object.entries(bindings).map(([binding, rest]) => ({ ...rest, name: binding })),
    },
  }));
}
