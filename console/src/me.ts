import { useQuery } from '@tanstack/preact-query';
import { get } from './api.ts';
import type { Caller } from './contract.ts';

const keptMs = 300_000;

/** The caller with its rights. */
export const useMe = () => useQuery({ queryKey: ['me'], queryFn: () => get<Caller>('/v1/me'), staleTime: keptMs });

/** Whether the caller has a right; while that is unknown, it does not. */
export function useMay(scope: string): boolean {
  return useMe().data?.scopes.includes(scope) ?? false;
}
