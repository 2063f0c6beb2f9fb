import { useQuery } from '@tanstack/preact-query';
import { useMemo } from 'preact/hooks';
import { get } from './api.ts';
import type { Caller } from './contract.ts';
import { useSession } from './session-context.ts';
import type { Reach } from './shell/pages.ts';

const keptMs = 300_000;

/** The caller with its rights. */
export const useMe = () => useQuery({ queryKey: ['me'], queryFn: () => get<Caller>('/v1/me'), staleTime: keptMs });

/**
 * Whether the caller has a right; while that is unknown, it does not. On a laptop the machine's own key has every right.
 *
 * @param route the path that the right is for, which the API has to have
 */
export function useMay(scope: string, route?: string): boolean {
  const { home } = useSession().settings;
  const { routes } = useReach();
  if (route !== undefined && routes?.has(route) !== true) return false;
  return useMe().data?.scopes.includes(scope) ?? home === 'laptop';
}

/** The paths of the API, as its own document lists them. */
const useRoutes = () =>
  useQuery({
    queryKey: ['routes'],
    queryFn: async () => Object.keys((await get<{ paths: object }>('/v1/openapi.json')).paths),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Rights and routes: what the pages and buttons are chosen by. */
export function useReach(): Reach {
  const [scopes, routes] = [useMe().data?.scopes, useRoutes().data];
  return useMemo(() => ({ scopes, routes: routes && new Set(routes) }), [scopes, routes]);
}
