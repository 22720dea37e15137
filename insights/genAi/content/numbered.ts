/** A list that stands in attributes of its own: `PREFIX.0.role`, `PREFIX.0.tool_calls.1.name`. */
type Tree = Map<string, Tree | string>;

/** No list is longer here: a name may say any number. */
const mostItems = 10_000;
const deepest = 12;

/**
 * Reads what attributes under a prefix say: numbered names become lists, the others objects. Names of the steps that only wrap
 * (`message`, `tool_call`, …) are left out. Undefined when there is none.
 */
export function readNumbered(
  dimensions: Readonly<Record<string, string>>,
  prefix: string,
  wrappers: ReadonlySet<string>,
): readonly unknown[] | undefined {
  const root: Tree = new Map();
  for (const [name, value] of Object.entries(dimensions)) {
    if (!name.startsWith(prefix)) continue;
    const path = name.slice(prefix.length).split('.');
    if (!/^\d+$/.test(path[0] ?? '') || path.length > deepest) continue;
    put(
      root,
      path.filter((step) => !wrappers.has(step)),
      value,
    );
  }
  return root.size === 0 ? undefined : [toValue(root)].flat();
}

function put(tree: Tree, path: readonly string[], value: string): void {
  let at = tree;
  for (const step of path.slice(0, -1)) {
    const next = at.get(step);
    if (next instanceof Map) at = next;
    else {
      const branch: Tree = new Map();
      at.set(step, branch);
      at = branch;
    }
  }
  const last = path.at(-1);
  if (last !== undefined && !(at.get(last) instanceof Map)) at.set(last, value);
}

function toValue(tree: Tree | string): unknown {
  if (typeof tree === 'string') return tree;
  const steps = [...tree.keys()];
  if (steps.every((step) => /^\d+$/.test(step))) {
    const inOrder = steps.sort((a, b) => Number(a) - Number(b)).slice(0, mostItems);
    return inOrder.map((step) => toValue(tree.get(step) ?? ''));
  }
  return Object.fromEntries(Array.from(tree, ([step, value]) => [step, toValue(value)]));
}
