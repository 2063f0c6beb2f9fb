import { compact } from '../lambdas/compact.ts';
import type { Integration } from '../lambdas/domain/configuration/integration.ts';
import { openTokens } from '../lambdas/domain/configuration/open-tokens.ts';
import { createRouter, type Route } from '../lambdas/domain/configuration/route.ts';
import { loadIntegrations } from './integrations-file.ts';
import { printJson, printLines } from './output.ts';

export async function runTest(address: string, { json }: { json?: boolean }): Promise<void> {
  const { integrations } = loadIntegrations().file;
  const { route, warnings } = testRoute(integrations, address);
  if (json) printJson({ address, ...route, ...compact({ warnings: unlessEmpty(warnings) }) });
  else printLines([routeLine(address, route), ...warnings]);
  process.exitCode = route ? 0 : 1;
}

/** Where mail to an address goes, and what is worth knowing of the integration that gets it. */
export function testRoute(
  integrations: readonly Integration[],
  address: string,
): { readonly route: Route | undefined; readonly warnings: readonly string[] } {
  const route = createRouter(integrations)(address);
  return { route, warnings: openTokens(integrations.filter(({ key }) => key === route?.integration)) };
}

function routeLine(address: string, route: Route | undefined): string {
  if (route === undefined) return `${address} goes nowhere: its mail would be unrouted`;
  return `${address} → ${route.integration}${route.token ? ` (${route.token.type} ${route.token.id})` : ''}`;
}

/** Nothing for an empty list, so that a line of JSON leaves it out. */
export const unlessEmpty = (texts: readonly string[]): readonly string[] | undefined =>
  texts.length > 0 ? texts : undefined;
