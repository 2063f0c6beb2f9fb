import { compact } from '../../compact.ts';
import type { Control } from '../configuration/control.ts';
import { fieldsToLookUp } from '../configuration/fields-to-look-up.ts';
import type { Integration } from '../configuration/integration.ts';
import { integrationOf } from '../configuration/integrations.ts';
import type { Connection } from '../crm/connection.ts';
import type { LookedUp } from '../crm/contact-fields.ts';
import type { CrmAdapter, CrmRegistry, RateLimits } from '../crm/crm-adapter.ts';
import type { CrmStep } from '../crm/crm-step.ts';
import type { Failure, Outcome } from '../crm/outcome.ts';
import type { Delivery, Fate } from '../delivery/delivery.ts';
import { type KnownPerson, personAt } from '../delivery/known-person.ts';
import type { RoutedEvent } from '../mail/event.ts';
import type { MailStore } from '../mail/mail-store.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import { resolveMapping } from '../mapping/mapping.ts';
import type { Mappings } from '../mapping/mapping-schema.ts';
import { applyRules, withFields } from './apply-rules.ts';
import { brakeWindowOf, type CountInWindow, isOwnConfirmation } from './brake.ts';
import { lookUpContact, type Remembered, rememberedFields } from './look-up.ts';
import { mapEvent, ownerOf, taskOf } from './map-event.ts';
import { dealPeopleCalls, type NamedDeal, namedDealOf, namesUncheckedDeal } from './named-deal.ts';
import { isRolledOut, isSenderRolledOut } from './rollout.ts';
import { routeEvent } from './route-event.ts';
import type { ViewToken } from './view-link.ts';

/** A newer function may have written another, and this one been rolled back. */
const knownSchema = 'email.received/1';

export interface PlanDependencies {
  readonly mail: Pick<MailStore, 'getEvent'>;
  /** Where a mail can be seen by who has the link; asked for integrations that show mail. */
  readonly viewUrl?: (token: ViewToken) => Promise<string>;
  /** Asked for integrations with a brake. */
  readonly countInWindow?: CountInWindow;
  /** The keyed hash of addresses, under which the ledger remembers people. */
  readonly subjectHash: () => Promise<SubjectHash>;
  readonly control: Control;
  readonly crm: CrmRegistry;
  readonly now: () => Date;
}

/** What was learned of a person before anything was written. */
interface Learned {
  /** Whom the mail is about, as the ledger remembers people. */
  readonly person?: string;
  /** What the CRM was just asked of them. */
  readonly lookedUp?: LookedUp;
}

/** What a delivery comes to before anything is written for it. */
export type Plan =
  | ({ readonly kind: 'end'; readonly fate: Fate; readonly reason?: string } & Learned)
  | ({
      readonly kind: 'write';
      readonly steps: readonly CrmStep[];
      /** The mapping that made them, with its version. */
      readonly mapping: string;
      /** Connections that a rule wants to hear of it. */
      readonly notify?: readonly string[];
      /** From is proven false: nothing is learned of the person, and the mail may belong to no record. */
      readonly isFalse?: true;
      /** The deal that the address names and that is not for its sender: to be looked at by a person. */
      readonly refused?: { readonly deal: string; readonly reason: string };
    } & Learned)
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
  return compact({ kind: 'found', integration, connection: name, adapter: adapter.value, limits: limits });
}

/** How fast a connection may be called: as its configuration says, else as its vendor documents. */
export const limitsFor = ({ rate }: Connection, { limits }: CrmAdapter): RateLimits | undefined =>
  rate ? { ...rate, isFixed: true } : limits;

/**
 * Calls that a delivery may make beside those of its records: to look the contact up, for who belongs to a deal that it names, for a task that a rule may want, and
 * to look at each record that may have something empty, and fill it. Which rules speak is not known before the mail is read.
 */
export function moreCalls(
  integration: Integration,
  mappings: Mappings,
  known: KnownPerson | undefined,
  now: Date,
  delivery: Pick<Delivery, 'token'> = {},
): number {
  const { rules = [], mapping } = integration;
  const wanted = fieldsToLookUp(integration, mappings);
  const isAsked = wanted.length > 0 && rememberedFields(known, wanted, now) === undefined;
  const lookUp = isAsked ? (known === undefined ? 2 : 1) : 0;
  const resolved = resolveMapping(mapping, mappings);
  const fields = resolved.kind === 'ok' ? resolved.mapping.fields : [];
  const looked = new Set(fields.flatMap(({ target, onlyIfEmpty }) => (onlyIfEmpty ? [target.split('.')[0]] : [])));
  // For a few attachments; what there really is only the mail says.
  const files = integration.files === undefined ? 0 : 2;
  const people = namesUncheckedDeal(delivery, integration) ? dealPeopleCalls : 0;
  return lookUp + files + people + (rules.some((rule) => rule.do.task) ? 1 : 0) + 2 * looked.size;
}

/** What is to be done for a delivery: an end without the CRM, or the steps at it. */
export async function planOf(
  { mail, control, viewUrl, countInWindow, subjectHash, now }: PlanDependencies,
  delivery: Delivery,
  { integration, adapter }: Extract<Target, { kind: 'found' }>,
  remembered: Remembered = {},
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
  if (isOwnConfirmation(event, integration)) return { kind: 'end', fate: 'filtered', reason: 'our own mail' };
  const { brake } = integration;
  const subjectFor = await subjectHash();
  const window = brakeWindowOf(event, integration, subjectFor);
  if (brake !== undefined && window !== undefined) {
    const count = (await countInWindow?.(window, event.eventId, brake.mails)) ?? 0;
    const reason = `brake: more than ${brake.mails} mails of one sender in ${brake.minutes} minutes`;
    if (count > brake.mails) return { kind: 'end', fate: 'quarantined', reason };
  }
  const mappings = await control.mappings();
  const isLive = adapter !== undefined && isSenderRolledOut(integration, event);
  const looked = await lookUpContact(isLive ? adapter : undefined, {
    integration,
    mappings,
    event,
    remembered,
    subjectFor,
    now: now(),
  });
  if (looked.kind !== 'ok') return { kind: 'failed', failure: looked };
  const { fields: contactFields, ...learned } = looked.value;
  const ruled = applyRules(integration, event, remembered.known !== undefined, contactFields);
  if (ruled.end !== undefined)
    return { kind: 'end', fate: ruled.end, reason: `rule ${ruled.fired.at(-1)}`, ...learned };
  const mapping = resolveMapping(ruled.integration.mapping, mappings);
  if (mapping.kind !== 'ok')
    return { kind: 'failed', failure: { kind: 'misconfigured', code: 'no-mapping', message: mapping.message } };
  const token = { integration: integration.key, eventId: event.eventId };
  const url = integration.links === undefined ? undefined : await viewUrl?.(token);
  const named = isLive ? await namedDealOf(event, integration, delivery, adapter) : nothingNamed;
  if (named.kind !== 'ok') return { kind: 'failed', failure: named };
  const refused = named.value.kind === 'refused' ? named.value : undefined;
  const mapped = mapEvent(event, ruled.integration, withFields(mapping.mapping, ruled.set), {
    url,
    contactFields,
    withoutDeal: refused !== undefined,
  });
  const owner = ownerOf(integration, contactFields);
  const records = ruled.task === undefined ? mapped : { ...mapped, task: taskOf(mapped, ruled.task, owner) };
  if (!isLive) return { kind: 'end', fate: 'shadowed' };
  const steps: Outcome<readonly CrmStep[]> = await adapter.steps(records, event, now());
  if (steps.kind !== 'ok') return { kind: 'failed', failure: steps };
  const { notify } = ruled;
  const person = records.contact && personAt(subjectFor, integration.connection, records.contact.email);
  return {
    kind: 'write',
    steps: steps.value,
    mapping: mapping.mapping.name,
    ...compact({
      notify: notify,
      isFalse: records.contact?.onlyExisting ? true : undefined,
      refused: refused ? { deal: refused.deal, reason: refused.reason } : undefined,
    }),
    ...learned,
    ...compact({ person }),
  };
}

const nothingNamed: Outcome<NamedDeal> = { kind: 'ok', value: { kind: 'none' } };

const misconfigured = (code: string, message: string): Target => ({
  kind: 'failed',
  failure: { kind: 'misconfigured', code, message },
});
