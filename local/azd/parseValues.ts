/** What `azd env get-values` prints: lines of `NAME="value"`, in which `"` and `\` are escaped. */
export function parseValues(output: string): Readonly<Record<string, string | undefined>> {
  const lines = output.matchAll(/^(\w+)="(.*)"\r?$/gm);
  return Object.fromEntries(
    Array.from(lines, ([, name, value = '']) => [name, value.replace(/\\(.)/g, '$1')]),
  );
}
