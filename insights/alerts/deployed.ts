/** A resource of a compiled template, as ARM has it: nothing but what is named here is looked at. */
export interface DeployedResource {
  readonly type: string;
  readonly name: string;
  readonly properties: unknown;
}

/** A property of what may be anything. */
export function property(of: unknown, name: string): unknown {
  return Object(of)[name];
}

/** A property that is a text; empty when it is none. */
export function textOf(of: unknown, name: string): string {
  const value = property(of, name);
  return typeof value === 'string' ? value : '';
}

/** A property that is a list; empty when it is none. */
export function listOf(of: unknown, name: string): readonly unknown[] {
  const value = property(of, name);
  return Array.isArray(value) ? value : [];
}
