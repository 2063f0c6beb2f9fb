import { compact } from '../../compact.ts';
import { type ChosenMappings, chosenMappings } from '../configuration/chosen-mappings.ts';
import type { Control } from '../configuration/control.ts';
import { fieldsToLookUp } from '../configuration/fields-to-look-up.ts';
import type { Integration } from '../configuration/integration.ts';
import { integrationOf } from '../configuration/integrations.ts';
import { ownRoutesOf } from '../configuration/route.ts';
import type { Connection } from '../crm/connection.ts';
import type { CrmAdapter, CrmRegistry, RateLimits } from '../crm/crm-adapter.ts';
import type { Failure } from '../crm/outcome.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { IsOwnRoute } from './people.ts';
import { isRolledOut } from './rollout.ts';

/** The CRM account that a delivery writes to. */
export interface DestinationAccount {
  /** The name of the connection. */
  readonly name: string;
  readonly adapter: CrmAdapter;
  /** The rate of calls to the connection; absent: no limit. */
  readonly limits?: RateLimits;
  /** How long links to files last that go with an event; absent: there are none. */
  readonly attachmentLinks?: Connection['attachmentLinks'];
}

/** The destination of a delivery, with its configuration, read once. */
export interface Destination {
  readonly integration: Integration;
  readonly mappings: ChosenMappings;
  /** The contact's fields that rules and mappings need; none: the CRM is not asked for them. */
  readonly lookUpFields: readonly string[];
  /** Whether an address is one that an integration of the deployment takes mail at: it is nobody's. */
  readonly isOwnRoute: IsOwnRoute;
  /** Whether the account is the one that an integration in shadow mode writes to. */
  readonly isShadow?: true;
  /** Absent where nothing is to be written. */
  readonly account?: DestinationAccount;
}

type ResolvedDestination =
  | { readonly kind: 'found'; readonly destination: Destination }
  /** `connection`: the failure concerns all deliveries of that connection. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly connection?: string };

interface DestinationDependencies {
  readonly control: Control;
  readonly crm: CrmRegistry;
}

/** Finds the destination of a delivery by today's integrations. */
export async function resolveDestination(
  { control, crm }: DestinationDependencies,
  delivery: Delivery,
): Promise<ResolvedDestination> {
  const integrations = await control.integrations();
  const configured = integrationOf(integrations, delivery.integration);
  if (configured === undefined)
    return misconfigured('no-integration', `integration ${delivery.integration} is not configured`);
  const isLive = isRolledOut(configured, delivery);
  const shadow = isLive || configured.mode !== 'shadow' ? undefined : configured.shadow;
  // Ids, memory and rates are those of a connection, so that a shadow shares none of them with the live mail.
  const integration = shadow === undefined ? configured : { ...configured, connection: shadow.to };
  const mappings = chosenMappings(integration, await control.mappings());
  const lookUpFields = fieldsToLookUp(integration, mappings);
  const isShadow = shadow && (true as const);
  const resolved = compact({ integration, mappings, lookUpFields, isOwnRoute: ownRoutesOf(integrations), isShadow });
  if (!isLive && shadow === undefined) return { kind: 'found', destination: resolved };
  const name = integration.connection;
  const connection = await control.connection(name);
  if (connection === undefined) return misconfigured('no-connection', `connection ${name} is not configured`);
  const adapter = await crm.adapterFor(connection);
  if (adapter.kind !== 'ok') return { kind: 'failed', failure: adapter, connection: name };
  const { attachmentLinks } = connection;
  const limits = limitsFor(connection, adapter.value);
  const account = compact({ name, adapter: adapter.value, limits, attachmentLinks });
  return { kind: 'found', destination: { ...resolved, account } };
}

/** How fast a connection may be called: as its configuration says, else as its vendor documents. */
export const limitsFor = ({ rate }: Connection, { limits }: CrmAdapter): RateLimits | undefined =>
  rate ? { ...rate, isFixed: true } : limits;

const misconfigured = (code: string, message: string): ResolvedDestination => ({
  kind: 'failed',
  failure: { kind: 'misconfigured', code, message },
});
