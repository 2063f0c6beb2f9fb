import { compact } from '../../compact.ts';
import type { Integration } from '../configuration/integration.ts';
import { isNotifyKey } from '../configuration/integrations.ts';
import type { MailKind } from '../configuration/kinds.ts';
import type { ContactLookUp } from '../crm/contact-fields.ts';
import type { CrmRecords } from '../crm/crm-records.ts';
import type { CrmStep } from '../crm/crm-step.ts';
import type { Failure } from '../crm/outcome.ts';
import type { ReplayMark } from '../crm/replay-mark.ts';
import type { Delivery, Fate } from '../delivery/delivery.ts';
import { personAt } from '../delivery/known-person.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { eventSchema } from '../mail/event-schema.ts';
import type { MailStore } from '../mail/mail-store.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { ReviewReason } from '../understanding/review.ts';
import { applyRules } from './apply-rules.ts';
import { type ReadAttachment, withOwnDataRules } from './attachment-data.ts';
import type { CountInWindow } from './brake.ts';
import { contactSegments, type ReadMemberships } from './contact-segments.ts';
import type { Destination, DestinationAccount } from './destination.ts';
import { type FileToken, linkEnd, withFileLinks } from './file-link.ts';
import { keepOut } from './keep-out.ts';
import { lookUpContact, type Remembered } from './look-up.ts';
import { type MailContext, mailContextOf } from './mail-context.ts';
import { isOnlyOnKnown, mapEvent } from './map-event.ts';
import { type DealMoveMarks, moveDealStep } from './move-deal.ts';
import { namedDealOf, type RefusedDeal } from './named-deal.ts';
import { ownRulesOf } from './own-rules.ts';
import { isSuspicious, reviewReasonsOf } from './review-reasons.ts';
import { isSenderRolledOut } from './rollout.ts';
import { routeEvent } from './route-event.ts';
import { type Unbelieved, unbelievedSender } from './unbelieved-sender.ts';
import type { ViewToken } from './view-link.ts';

export interface PlanDependencies {
  readonly mail: Pick<MailStore, 'getEvent'>;
  /** Called for integrations with data-loss rules of their own, which read attachments. */
  readonly readAttachment: ReadAttachment;
  /** Makes the link under which a mail can be seen; called for integrations that show mail. */
  readonly viewUrl: (token: ViewToken) => Promise<string>;
  /** Makes the beginning of the links to the files of an event; called for connections with `attachmentLinks`. */
  readonly fileUrl: (token: FileToken) => Promise<string>;
  /** Called for integrations with a brake. */
  readonly countInWindow: CountInWindow;
  /** The last moves of deals; read for mail that a rule moves a deal by. */
  readonly dealMoves: DealMoveMarks;
  /** Reads the segments of an address; called for integrations whose rules or mappings name segments. */
  readonly memberships: ReadMemberships;
  /** The keyed hash of addresses, under which the ledger remembers people. */
  readonly subjectHash: () => Promise<SubjectHash>;
  readonly now: () => Date;
}

/** Findings about the mail's contact, and about the mail. */
interface Findings {
  /** The ledger's key of the mail's contact. */
  readonly person?: string;
  /** The CRM's answer to a look-up that was just made. */
  readonly lookedUp?: ContactLookUp;
  /** Why a person should review the mail; absent: nobody has to. */
  readonly review?: readonly ReviewReason[];
}

export type EndPlan = {
  readonly kind: 'end';
  readonly fate: Fate;
  readonly reason?: string;
  /** The service that asks to confirm a forwarding address: an operator should see it. */
  readonly forwarding?: string;
} & Findings;

export type WritePlan = {
  readonly kind: 'write';
  readonly steps: readonly CrmStep[];
  /** The mapping that made them, with its version. */
  readonly mapping: string;
  /** Connections that a rule notifies of the mail. */
  readonly notify?: readonly string[];
  /** The kind for which the mail is logged on records that are there, or filtered: nothing is remembered of the person. */
  readonly onlyOnKnown?: MailKind;
  /** Why the mail makes no record: nothing is remembered of the person, and the mail may belong to no record. */
  readonly unbelieved?: Unbelieved;
} & Findings;

/** The plan of a delivery, before anything is written: an end without the CRM, or the steps at it. */
type Plan =
  | EndPlan
  | WritePlan
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'missing'; readonly reason: string };

/**
 * Plans a delivery: reads its mail, decides whether that may go on, and maps it to steps at the CRM.
 *
 * @param replay the mark of a mail that is handed on once more
 */
export async function planDelivery(
  dependencies: PlanDependencies,
  delivery: Delivery,
  destination: Destination,
  remembered: Remembered,
  replay?: ReplayMark,
): Promise<Plan> {
  const { integration } = destination;
  if (integration.mode === 'off') return { kind: 'end', fate: 'filtered' };
  const stored = await dependencies.mail.getEvent(delivery.eventId);
  if (stored === undefined) return { kind: 'missing', reason: 'the event object is gone' };
  // A newer version of this function may have written another schema before it was rolled back.
  const schema: string = stored.schema;
  if (schema !== eventSchema)
    return { kind: 'missing', reason: `the event has the schema ${schema}, wanted ${eventSchema}` };
  const ownRules = await ownRulesOf(integration);
  const searched = await withOwnDataRules(stored, ownRules, dependencies.readAttachment);
  const routed = routeEvent(searched, delivery, integration, ownRules);
  const mail = mailContextOf(routed, integration.trust, destination.isOwnRoute);
  const subjectFor = await dependencies.subjectHash();
  const keptOut = await keepOut(mail, integration, { countInWindow: dependencies.countInWindow, subjectFor });
  if (keptOut !== undefined) {
    // A brake may keep thousands out: only mail that is kept out for its trust is worth a look.
    const isQuarantined = integration.trust?.action === 'quarantine' && isSuspicious(mail.event, integration);
    const review = isQuarantined ? reviewReasonsOf(mail.event, integration) : [];
    return { kind: 'end', ...keptOut, ...compact({ review: review.length > 0 ? review : undefined }) };
  }
  return planRecords(dependencies, { delivery, destination, remembered, mail, subjectFor, replay });
}

/** A mail that may go on, and its destination. */
interface AcceptedMail {
  readonly delivery: Delivery;
  readonly destination: Destination;
  readonly remembered: Remembered;
  readonly mail: MailContext;
  readonly subjectFor: SubjectHash;
  readonly replay: ReplayMark | undefined;
}

/** Applies the rules to a mail, and maps the result to records and their steps. */
async function planRecords(
  dependencies: PlanDependencies,
  { delivery, destination, remembered, mail, subjectFor, replay }: AcceptedMail,
): Promise<Plan> {
  const { viewUrl, memberships, dealMoves, now } = dependencies;
  const { integration, lookUpFields } = destination;
  const { event, people } = mail;
  const account = accountFor(destination, event);
  const onlyOnKnown = isOnlyOnKnown(mail, integration);
  const question = { integration, lookUpFields, people, remembered, subjectFor, now: now(), onlyOnKnown };
  const lookUp = await lookUpContact(account?.adapter, question);
  if (lookUp.kind !== 'ok') return { kind: 'failed', failure: lookUp };
  const { fields, found, ...findings } = lookUp.value;
  const contact = compact({ fields, segments: await contactSegments(memberships, destination, mail, subjectFor) });
  const knowledge = { isKnown: remembered.known !== undefined, ...contact };
  const { end, fired, mapping, moveDeal, task, notify, ...ruleResult } = applyRules(destination, mail, knowledge);
  if (end !== undefined) return { kind: 'end', fate: end, reason: `rule ${fired.at(-1)}`, ...findings };
  if (mapping.kind !== 'ok')
    return { kind: 'failed', failure: { kind: 'misconfigured', code: 'no-mapping', message: mapping.message } };
  const token = { integration: integration.key, eventId: event.eventId };
  const url = integration.links === undefined ? undefined : await viewUrl(token);
  if (account === undefined) return { kind: 'end', fate: 'shadowed' };
  const namedDeal = await namedDealOf(mail, integration, delivery, account.adapter);
  if (namedDeal.kind !== 'ok') return { kind: 'failed', failure: namedDeal };
  const refused = namedDeal.value.kind === 'refused' ? namedDeal.value : undefined;
  const details = { url, contact, withoutDeal: refused !== undefined, task };
  const records = withFound(mapEvent(mail, ruleResult.integration, mapping.mapping, details), found);
  const review = reviewFor(destination, event, ruleResult.integration, refused);
  const steps = await account.adapter.steps(records, await handedOn(dependencies, account, event), now(), replay);
  if (steps.kind !== 'ok') return { kind: 'failed', failure: steps };
  const { dealStages: stages } = account.adapter;
  const moves =
    moveDeal && stages
      ? [moveDealStep({ stages, marks: dealMoves, connection: account.name, now }, { move: moveDeal, ...mail })]
      : [];
  const person = records.contact && personAt(subjectFor, integration.connection, records.contact.email);
  return {
    kind: 'write',
    steps: [...steps.value, ...moves],
    mapping: mapping.mapping.name,
    ...findings,
    ...compact({
      notify,
      onlyOnKnown: records.onlyOnKnown && mail.kind,
      unbelieved: records.contact?.onlyExisting && unbelievedSender(mail, integration),
      review,
      person,
    }),
  };
}

/** The event as the account gets it: with links to its files, where the connection wants them and there are files. */
async function handedOn(
  { fileUrl, now }: PlanDependencies,
  { attachmentLinks }: DestinationAccount,
  event: RoutedEvent,
): Promise<RoutedEvent> {
  if (attachmentLinks === undefined || event.attachments.length === 0) return event;
  const expiresAt = linkEnd(now(), attachmentLinks.minutes);
  const token = { integration: event.route.integration, eventId: event.eventId, expiresAt };
  return withFileLinks(event, await fileUrl(token), expiresAt);
}

/** The account that a mail is written to; absent where its sender is not live yet. */
const accountFor = ({ integration, account, isShadow }: Destination, event: RoutedEvent): Destination['account'] =>
  isShadow || isSenderRolledOut(integration, event) ? account : undefined;

/** Why a person should look at a mail that is written; absent: nobody has to. */
function reviewFor(
  { integration: { key }, isShadow }: Destination,
  event: RoutedEvent,
  integrationByRules: Integration,
  refused: RefusedDeal | undefined,
): ReviewReason[] | undefined {
  // A shadow is in an account that nobody works with.
  if (isShadow) return undefined;
  const reasons = [
    ...(refused === undefined ? [] : [refusalReview(refused)]),
    // The delivery that notifies stands beside one of the same mail, which offers it.
    ...(isNotifyKey(key) ? [] : reviewReasonsOf(event, integrationByRules)),
  ];
  return reasons.length > 0 ? reasons : undefined;
}

const refusalReview = ({ deal, reason }: RefusedDeal): ReviewReason =>
  compact({ about: 'deal', text: reason, deal, isWithheld: true });

/** The records of a mail that makes no contact, where a look-up has already told whether there is one. */
function withFound({ contact, ...records }: CrmRecords, found: { readonly id?: string } | undefined): CrmRecords {
  if (found === undefined) return compact({ ...records, contact });
  return found.id === undefined ? records : compact({ ...records, contact: contact && { ...contact, id: found.id } });
}
