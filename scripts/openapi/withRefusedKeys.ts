/** What can be asked at a path with one method. */
export interface Operation {
  /** Empty where no key is asked. */
  readonly security?: readonly [];
  readonly responses: Readonly<Record<string, object>>;
  readonly [field: string]: unknown;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const refused = {
  description:
    'The function key is missing or wrong. Azure answers this, with an empty body, before the app is asked; locally nobody does.',
};

/** Adds the platform's own answer to every operation that asks for a key. */
export function withRefusedKeys(paths: Paths): Paths {
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
