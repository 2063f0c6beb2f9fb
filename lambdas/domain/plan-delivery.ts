import { brakeWindowOf, type CountInWindow, isOwnMail } from './brake.ts';
import type { Connection } from './connection.ts';
import type { Delivery, Fate } from './delivery.ts';
import type { RoutedEvent } from './event.ts';
import type { Integration } from './integration.ts';
import { personAt } from './known-person.ts';
import { mapEvent, taskOf } from './map-event.ts';
import { type Mappings, resolveMapping } from './mapping/mapping.ts';
import { integrationOf } from './notify.ts';
import type { Failure, Outcome } from './outcome.ts';
import type { Control, CrmAdapter, CrmRegistry, CrmStep, MailStore, RateLimits } from './ports.ts';
import { isRolledOut, isSenderRolledOut } from './rollout.ts';
import { routeEvent } from './route-event.ts';
import { applyRules, withFields } from './rules/apply-rules.ts';
import type { ViewToken } from './view-link.ts';

/** A newer function may have written another, and this one been rolled back. */
const knownSchema = 'email.received/1';

export interface PlanDependencies {
  readonly mail: Pick<MailStore, 'getEvent'>;
  /** Where a mail can be seen by who has the link; asked for integrations that show mail. */
  readonly viewUrl?: (token: ViewToken) => Promise<string>;
  /** Asked for integrations with a brake. */
  readonly countInWindow?: CountInWindow;
  readonly control: Control;
  readonly crm: CrmRegistry;
  readonly now: () => Date;
}

/** What a delivery comes to before anything is written for it. */
export type Plan =
  | { readonly kind: 'end'; readonly fate: Fate; readonly reason?: string }
  | {
      readonly kind: 'write';
      readonly steps: readonly CrmStep[];
      /** The mapping that made them, with its version. */
      readonly mapping: string;
      /** Connections that a rule wants to hear of it. */
      readonly notify?: readonly string[];
      /** Whom the mail is about, as the ledger remembers people. */
      readonly person?: string;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'missing'; readonly reason: string };

/** Where a delivery goes, or why it goes nowhere. */
export type Target =
  | {
      readonly kind: 'found';
      readonly integration: Integration;
      /** Only where something is to be written. */
      readonly connection?: string;
      readonly adapter?: CrmAdapter;
      /** How fast the connection may be called. */
      readonly limits?: RateLimits;
    }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly connection?: string };

/** Where a delivery goes, as the integrations say today. */
export async function targetOf({ control, crm }: PlanDependencies, delivery: Delivery): Promise<Target> {
  const integration = integrationOf(await control.integrations(), delivery.integration);
  if (integration === undefined)
    return misconfigured('no-integration', `integration ${delivery.integration} is not configured`);
  if (!isRolledOut(integration, delivery)) return { kind: 'found', integration };
  const name = integration.connection;
  const connection = await control.connection(name);
  if (connection === undefined) return misconfigured('no-connection', `connection ${name} is not configured`);
  const adapter = await crm.adapterFor(connection);
  if (adapter.kind !== 'ok') return { kind: 'failed', failure: adapter, connection: name };
  const limits = limitsFor(connection, adapter.value);
  return { kind: 'found', integration, connection: name, adapter: adapter.value, ...(limits && { limits }) };
}

/** How fast a connection may be called: as its configuration says, else as its vendor documents. */
export const limitsFor = ({ rate }: Connection, { limits }: CrmAdapter): RateLimits | undefined =>
  rate ? { ...rate, isFixed: true } : limits;

/**
 * Calls that a delivery may make beside those of its records: for a task that a rule may want, and to look at each record
 * that may have something empty, and fill it. Which rules speak is not known before the mail is read.
 */
export function moreCalls({ rules = [], mapping }: Integration, mappings: Mappings): number {
  const resolved = resolveMapping(mapping, mappings);
  const fields = resolved.kind === 'ok' ? resolved.mapping.fields : [];
  const looked = new Set(fields.flatMap(({ target, onlyIfEmpty }) => (onlyIfEmpty ? [target.split('.')[0]] : [])));
  return (rules.some((rule) => rule.do.task) ? 1 : 0) + 2 * looked.size;
}

/** What is to be done for a delivery: an end without the CRM, or the steps at it. */
export async function planOf(
  { mail, control, viewUrl, countInWindow, now }: PlanDependencies,
  delivery: Delivery,
  { integration, adapter }: Extract<Target, { kind: 'found' }>,
  isKnown = false,
): Promise<Plan> {
  if (integration.mode === 'off') return { kind: 'end', fate: 'filtered' };
  const stored = await mail.getEvent(delivery.eventId);
  if (stored === undefined) return { kind: 'missing', reason: 'the event object is gone' };
  const { schema } = stored as { schema: string };
  if (schema !== knownSchema)
    return { kind: 'missing', reason: `the event has the schema ${schema}, wanted ${knownSchema}` };
  const event: RoutedEvent = routeEvent(stored, delivery, integration);
  const { trust } = integration;
  if (trust?.action === 'quarantine' && (event.trust?.score ?? 100) < trust.below)
    return { kind: 'end', fate: 'quarantined', reason: `trust ${event.trust?.score} is below ${trust.below}` };
  if (isOwnMail(event, integration)) return { kind: 'end', fate: 'filtered', reason: 'our own mail' };
  const { brake } = integration;
  const window = brakeWindowOf(event, integration);
  if (brake !== undefined && window !== undefined) {
    const count = (await countInWindow?.(window, event.eventId, brake.mails)) ?? 0;
    const reason = `brake: more than ${brake.mails} mails of one sender in ${brake.minutes} minutes`;
    if (count > brake.mails) return { kind: 'end', fate: 'quarantined', reason };
  }
  const ruled = applyRules(integration, event, isKnown);
  if (ruled.end !== undefined) return { kind: 'end', fate: ruled.end, reason: `rule ${ruled.fired.at(-1)}` };
  const mapping = resolveMapping(ruled.integration.mapping, await control.mappings());
  if (mapping.kind !== 'ok')
    return { kind: 'failed', failure: { kind: 'misconfigured', code: 'no-mapping', message: mapping.message } };
  const token = { integration: integration.key, eventId: event.eventId };
  const url = integration.links === undefined ? undefined : await viewUrl?.(token);
  const mapped = mapEvent(event, ruled.integration, withFields(mapping.mapping, ruled.set), url);
  const records = ruled.task === undefined ? mapped : { ...mapped, task: taskOf(mapped, ruled.task) };
  if (adapter === undefined || !isSenderRolledOut(integration, event)) return { kind: 'end', fate: 'shadowed' };
  const steps: Outcome<readonly CrmStep[]> = await adapter.steps(records, event, now());
  if (steps.kind !== 'ok') return { kind: 'failed', failure: steps };
  const email = records.contact?.email;
  const person = email === undefined ? {} : { person: personAt(integration.connection, email) };
  const { notify } = ruled;
  return { kind: 'write', steps: steps.value, mapping: mapping.mapping.name, ...(notify && { notify }), ...person };
}

const misconfigured = (code: string, message: string): Target => ({
  kind: 'failed',
  failure: { kind: 'misconfigured', code, message },
});
