/** The rights that a key of the API can have. */
export const scopes = [
  'events:read',
  'events:raw',
  'events:ack',
  'replays:write',
  'eligibility:read',
  'holds:read',
  'tokens:write',
  // The routes behind the console.
  'health:read',
  'metrics:read',
  'config:read',
  'config:write',
  'consent:read',
  'holds:write',
  'legal:write',
  'redrive:write',
  'reviews:write',
] as const;
export type Scope = (typeof scopes)[number];

const viewer = ['events:read', 'health:read', 'metrics:read', 'config:read', 'holds:read'] as const;

/** The scopes of people by their role: what `postern api-keys create --role` gives, and a group of the sign-in. */
export const roleScopes = {
  viewer,
  operator: [...viewer, 'events:raw', 'redrive:write', 'replays:write', 'reviews:write'],
  'consent-officer': [...viewer, 'eligibility:read', 'consent:read', 'holds:write'],
  configurator: [...viewer, 'config:write'],
  'data-officer': [...viewer, 'legal:write'],
} as const satisfies Readonly<Record<string, readonly Scope[]>>;
export type ApiRole = keyof typeof roleScopes;
export const apiRoles = Object.keys(roleScopes) as readonly ApiRole[];

/** Routes of the function `manage`, which only a stage with the console has. */
const manageScopes = {
  'GET /v1/health': 'health:read',
  'GET /v1/parked': 'health:read',
  'GET /v1/kpis': 'metrics:read',
  'GET /v1/promises': 'metrics:read',
  'POST /v1/redrives': 'redrive:write',
  'GET /v1/reviews': 'reviews:write',
  'POST /v1/reviews': 'reviews:write',
  'GET /v1/integrations': 'config:read',
  'GET /v1/integrations/{key}/mapping': 'config:read',
  'POST /v1/consent/lookup': 'consent:read',
  'GET /v1/providers': 'holds:read',
  'POST /v1/holds/{provider}/release': 'holds:write',
} as const satisfies Readonly<Record<string, Scope>>;

/** `public`: nobody has a key for the route. `any`: each valid key may ask, whatever its scopes. */
type RouteScope = Scope | 'public' | 'any';

/**
 * The scope that each route of the API wants; `public` for a route that nobody has a key for: the token in its path, the
 * signature of the webhook or nothing is checked there. A new route is a line here, in the order of `docs/api.md`.
 */
const routeScopes = {
  'GET /u/{token}': 'public',
  'POST /u/{token}': 'public',
  'GET /c/{token}': 'public',
  'POST /c/{token}': 'public',
  'GET /m/{token}': 'public',
  'GET /m/{token}/{nth}': 'public',
  'GET /v1/openapi.json': 'public',
  'POST /v1/intake/{source}': 'public',
  'GET /v1/me': 'any',
  'GET /v1/mails': 'events:read',
  'GET /v1/mails/counts': 'events:read',
  'GET /v1/mails/{id}': 'events:read',
  'GET /v1/events': 'events:read',
  'GET /v1/events/{id}': 'events:read',
  'GET /v1/events/{id}/trace': 'events:read',
  'GET /v1/events/{id}/explain': 'events:read',
  'GET /v1/reconcile': 'events:read',
  // The mail as its sender wrote it, with all that the event leaves out.
  'GET /v1/events/{id}/raw': 'events:raw',
  'GET /v1/events/{id}/attachments/{n}': 'events:raw',
  'GET /v1/events/{id}/html': 'events:raw',
  'GET /v1/mails/{id}/source': 'events:raw',
  'POST /v1/events/ack': 'events:ack',
  'POST /v1/replays': 'replays:write',
  'GET /v1/replays/{id}': 'replays:write',
  'GET /v1/eligibility': 'eligibility:read',
  'POST /v1/eligibility': 'eligibility:read',
  'GET /v1/holds': 'holds:read',
  'POST /v1/tokens': 'tokens:write',
  ...manageScopes,
} as const satisfies Readonly<Record<string, RouteScope>>;

/** The routes with their scopes; `HEAD` of a route is as its `GET`. */
export const scopedRoutes: ReadonlyMap<string, RouteScope> = new Map(Object.entries(routeScopes));

/**
 * The scope that a route wants.
 *
 * @param routeKey as API Gateway spells it: `GET /v1/events/{id}`
 * @returns undefined for a route that is not listed, which nobody may call
 */
export const scopeOf = (routeKey: string): RouteScope | undefined =>
  scopedRoutes.get(routeKey.replace(/^HEAD /, 'GET '));

/** Whether a route is one of the console's, and answered by the function `manage`. */
export const isManaged = (routeKey: string): boolean => Object.hasOwn(manageScopes, routeKey);

/** The setting `apiAccess.private`, as far as it says which routes stay at the public address. */
interface PrivateMode {
  /** Whether senders of webhooks reach the public address. */
  readonly publicIntake?: boolean | undefined;
}

/**
 * Whether a route is for the recipients of mail: mailbox providers and people with a link call from where they want, so that it
 * is at the public address in every mode.
 *
 * @param routeKey as API Gateway spells it: `POST /u/{token}`
 */
export const isOneClick = (routeKey: string): boolean => /^[A-Z]+ \/[uc]\/\{token\}$/.test(routeKey);

/**
 * Whether a route is at the public address.
 *
 * @param mode absent: the stage has no private API, and each route is public
 */
export const isAtPublicAddress = (routeKey: string, mode: PrivateMode | undefined): boolean =>
  mode === undefined || isOneClick(routeKey) || (mode.publicIntake === true && routeKey === 'POST /v1/intake/{source}');
