import type { ConsoleSettings } from '../session.ts';

/** A page of the console, as the rail and the palette list it. */
export interface PageLink {
  readonly href: string;
  readonly title: string;
  readonly group: 'Mail' | 'Boards' | 'People' | 'Setup';
  /** The right without which the page shows nothing. */
  readonly scope?: string;
  readonly laptopOnly?: true;
}

export const pages: readonly PageLink[] = [
  { href: '/', title: 'Mails', group: 'Mail', scope: 'events:read' },
  { href: '/reviews', title: 'Reviews', group: 'Mail', scope: 'reviews:write' },
  { href: '/compose', title: 'Compose', group: 'Mail', laptopOnly: true },
  { href: '/boards/health', title: 'Health', group: 'Boards', scope: 'health:read' },
  { href: '/boards/promises', title: 'Promises', group: 'Boards', scope: 'metrics:read' },
  { href: '/boards/kpis', title: 'KPIs', group: 'Boards', scope: 'metrics:read' },
  { href: '/boards/providers', title: 'Providers', group: 'Boards', scope: 'holds:read' },
  { href: '/consent', title: 'Consent', group: 'People', scope: 'consent:read' },
  { href: '/integrations', title: 'Integrations', group: 'Setup', scope: 'config:read' },
  { href: '/boards/sandbox', title: 'Sandbox', group: 'Setup', laptopOnly: true },
];

/** The pages that a caller can use here; all of them while the rights are unknown. */
export const pagesFor = (
  { sandbox }: Pick<ConsoleSettings, 'sandbox'>,
  scopes: readonly string[] | undefined,
): readonly PageLink[] =>
  pages.filter(
    ({ scope, laptopOnly }) =>
      (laptopOnly !== true || sandbox) && (scope === undefined || scopes === undefined || scopes.includes(scope)),
  );
