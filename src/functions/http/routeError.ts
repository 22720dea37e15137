import { AppError } from '../../errors.ts';
import type { Route } from './routes.ts';

/** Why no function has answered, and the methods that the route takes, if there is one. */
export interface RouteError {
  readonly error: AppError;
  readonly allow: readonly string[];
}

/** The error of a path that no function answers, from its parts: it names the methods, or the nearest route. */
export function toRouteError(routes: readonly Route[], segments: readonly string[]): RouteError {
  const parts = segments[0]?.toLowerCase() === 'api' ? segments.slice(1) : segments;
  const allow = routes.filter(({ path }) => fits(path, parts)).flatMap(({ methods }) => methods);
  if (allow.length > 0) {
    const message = `This route takes ${allow.join(' and ')} only.`;
    return { error: new AppError('method_not_supported', message), allow };
  }
  const nearest = nearestTo(routes, parts.join('/').slice(0, mostRead));
  const way = nearest === undefined ? '' : ` The nearest is ${nearest}.`;
  const message = `This app has no such route.${way} GET /api/v1/openapi.json lists them.`;
  return { error: new AppError('unknown_url', message), allow };
}

/** Much longer than any route. */
const mostRead = 200;

function fits(path: string, parts: readonly string[]): boolean {
  const template = path.split('/');
  return (
    template.length === parts.length &&
    template.every((part, at) => part.startsWith('{') || part === parts[at]?.toLowerCase())
  );
}

function nearestTo(routes: readonly Route[], given: string): string | undefined {
  const rated = routes.map((route) => ({ route, rate: likeness(route.path, given) }));
  const [best] = rated.sort((one, other) => other.rate - one.rate);
  return best && `${best.route.methods.join(' or ')} /api/${best.route.path}`;
}

/** From 0 to 1: Dice's coefficient of the pairs of neighbouring letters. */
function likeness(one: string, other: string): number {
  const [pairs, others] = [pairsOf(one), pairsOf(other)];
  const shared = [...pairs].filter((pair) => others.has(pair));
  return (2 * shared.length) / Math.max(1, pairs.size + others.size);
}

function pairsOf(text: string): Set<string> {
  const letters = text.toLowerCase();
  return new Set(Array.from({ length: letters.length }, (_, at) => letters.slice(at, at + 2)));
}
