import type { ConsoleSettings } from '../session.ts';

/** A page of the console, as the rail and the palette list it. */
export interface PageLink {
  readonly href: string;
  readonly title: string;
  readonly group: 'Mail' | 'Boards' | 'People' | 'Setup';
  /** The right without which the page shows nothing. */
  readonly scope?: string;
  /** The route behind the page: a stage of an earlier version does not have each. */
  readonly route?: string;
  readonly laptopOnly?: true;
}

const pages: readonly PageLink[] = [
  { href: '/', title: 'Mails', group: 'Mail', scope: 'events:read' },
  { href: '/reviews', title: 'Reviews', group: 'Mail', scope: 'reviews:write', route: '/v1/reviews' },
  { href: '/compose', title: 'Compose', group: 'Mail', laptopOnly: true },
  { href: '/boards/health', title: 'Health', group: 'Boards', scope: 'health:read', route: '/v1/health' },
  { href: '/boards/promises', title: 'Promises', group: 'Boards', scope: 'metrics:read', route: '/v1/promises' },
  { href: '/boards/kpis', title: 'KPIs', group: 'Boards', scope: 'metrics:read', route: '/v1/kpis' },
  { href: '/boards/providers', title: 'Providers', group: 'Boards', scope: 'holds:read', route: '/v1/providers' },
  { href: '/consent', title: 'Consent', group: 'People', scope: 'consent:read', route: '/v1/consent/lookup' },
  { href: '/integrations', title: 'Integrations', group: 'Setup', scope: 'config:read', route: '/v1/integrations' },
  { href: '/boards/sandbox', title: 'Sandbox', group: 'Setup', laptopOnly: true },
];

/** The rights of a caller and the routes of the API; undefined while they are unknown. */
export interface Reach {
  readonly scopes: readonly string[] | undefined;
  readonly routes: ReadonlySet<string> | undefined;
}

/** The pages that a caller can use here; all of them while rights and routes are unknown. */
export const pagesFor = (
  { sandbox }: Pick<ConsoleSettings, 'sandbox'>,
  { scopes, routes }: Reach,
): readonly PageLink[] =>
  pages.filter(
    ({ scope, route, laptopOnly }) =>
      (laptopOnly !== true || sandbox) &&
      (scope === undefined || scopes === undefined || scopes.includes(scope)) &&
      (route === undefined || routes === undefined || routes.has(route)),
  );
