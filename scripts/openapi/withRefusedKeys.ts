/** What can be asked at a path with one method. */
export interface Operation {
  /** Empty where no key is asked. */
  readonly security?: readonly [];
  readonly responses: Readonly<Record<string, object>>;
  readonly [field: string]: unknown;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Adds the answer to a missing or wrong key to every operation that asks for one. */
export function withRefusedKeys(refused: object, paths: Paths): Paths {
  return mapValues(paths, (operations) =>
    mapValues(operations, ({ responses, ...rest }) => ({
      ...rest,
      responses: rest.security === undefined ? { 401: refused, ...responses } : responses,
    })),
  );
}

function mapValues<T, U>(of: Readonly<Record<string, T>>, to: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, to(value)]));
}
