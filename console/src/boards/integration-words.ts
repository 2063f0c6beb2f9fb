/** The address pattern of a route, whatever form the API gives it in. */
export function routeText(route: string | Readonly<Record<string, unknown>>): string {
  if (typeof route === 'string') return route;
  const { address, pattern, match } = route;
  return String(address ?? pattern ?? match ?? JSON.stringify(route));
}

/** The tone in which a mode is shown. */
export const toneOfMode = (mode: string): 'good' | 'wait' | 'calm' =>
  mode === 'live' ? 'good' : mode === 'shadow' ? 'wait' : 'calm';

/** A value of a record in a comparison. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '(empty)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
