/** The names of the fields that a request gives: null is none. */
export function givenFields(request: object): Set<string> {
  return new Set(Object.entries(request).flatMap(([name, value]) => (value == null ? [] : name)));
}
