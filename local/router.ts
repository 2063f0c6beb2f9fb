/**
 * A row of a route table: a method (`*` for every method), a pattern of paths, and the function that answers.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/API/URLPattern
 */
export type Route<Handler> = readonly [method: string, pattern: URLPattern, handler: Handler];

/** Parts of a path by the names of a pattern's groups, percent-encoded as the request has them. `0` is the first wildcard. */
export type PathParameters = Readonly<Record<string, string>>;

/** The row that takes a request, and what its pattern found in the path. */
interface RouteMatch<Handler> {
  readonly handler: Handler;
  readonly parameters: PathParameters;
}

/** A pattern of whole paths: `path('/mails/:mailId')`. */
export const path = (pathname: string): URLPattern => new URLPattern({ pathname });

/** Finds the first row of a table that takes a request; the order of a table decides between rows that overlap. */
export function findRoute<Handler>(
  routes: readonly Route<Handler>[],
  method: string,
  pathname: string,
): RouteMatch<Handler> | undefined {
  for (const [routeMethod, pattern, handler] of routes) {
    if (routeMethod !== '*' && routeMethod !== method) continue;
    const groups = pattern.exec({ pathname })?.pathname.groups;
    if (groups !== undefined) return { handler, parameters: presentGroups(groups) };
  }
  return undefined;
}

/** Leaves out the optional groups that a path does not have. */
const presentGroups = (groups: Readonly<Record<string, string | undefined>>): PathParameters =>
  Object.fromEntries(Object.entries(groups).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
