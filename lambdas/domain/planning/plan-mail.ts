import { compact } from '../../compact.ts';
import { type ReadTokenKeys, readAddressToken } from '../configuration/address-token.ts';
import type { Integration } from '../configuration/integration.ts';
import { createRouter } from '../configuration/route.ts';
import { returnPathId } from '../configuration/tagged-address.ts';
import type { ConsentChange } from '../consent/change.ts';
import { isSuppressionKind, mailChanges, saysStop } from '../consent/mail-changes.ts';
import { statementStanding, withTenantBlocks } from '../consent/mail-standing.ts';
import { lagKindOf } from '../consent/signals.ts';
import type { Lane } from '../delivery/delivery.ts';
import type { NewDelivery } from '../delivery/ledger.ts';
import { normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import type { OwnPeople } from '../mail/own-people.ts';
import { authenticationBy } from '../mail/sender-proof.ts';
import type { SubjectHash } from '../mail/subject-hash.ts';
import type { Token } from '../mail/token.ts';
import type { ThreadIndex } from '../threads/thread.ts';
import { cluesOf } from '../threads/thread-clues.ts';
import type { ThreadDecision } from '../threads/thread-entry.ts';
import { trustOf } from '../understanding/trust.ts';
import { type CountInWindow, unprovenWindowOf } from './brake.ts';

export interface PlanMailDependencies {
  readonly threads: ThreadIndex;
  /** The keyed hash of addresses. */
  readonly subjectHash: () => Promise<SubjectHash>;
  /** The keys of tags in addresses; read for mail that carries one. */
  readonly tokenKeys: ReadTokenKeys;
  /** Counts the changes that unproven mail of one host has made. */
  readonly countInWindow: CountInWindow;
}

/** The plan of a mail, before anything is written. */
export interface MailPlan {
  readonly recipients: ReadonlyArray<{ readonly address: string; readonly integration?: string }>;
  readonly deliveries: readonly NewDelivery[];
  /** The changes of consent that the mail asks for, at each tenant that got it. */
  readonly changes: readonly ConsentChange[];
  readonly subjectFor: SubjectHash;
}

/** A mail, the integrations that may get it, and its thread at each tenant so far. */
interface MailToPlan {
  readonly dependencies: PlanMailDependencies;
  readonly event: EmailReceived;
  readonly integrations: readonly Integration[];
  readonly subjectFor: SubjectHash;
  readonly threads: Map<string, ThreadDecision>;
}

/** Recipients of a mail that route to one integration. */
interface RoutedRecipients {
  readonly integration: Integration;
  readonly recipients: readonly string[];
  /** The records that their addresses name. */
  readonly tokens: readonly Token[];
}

/**
 * Plans one delivery for each integration that a recipient routes to, in the thread of its tenant, and the changes of
 * consent that the mail asks for.
 */
export async function planMail(
  dependencies: PlanMailDependencies,
  event: EmailReceived,
  integrations: readonly Integration[],
): Promise<MailPlan> {
  const route = createRouter(integrations);
  const routed = event.envelope.rcptTo.map((address) => ({ address, route: route(address) }));
  const subjectFor = await dependencies.subjectHash();
  const mail: MailToPlan = { dependencies, event, integrations, subjectFor, threads: new Map() };
  const deliveries: NewDelivery[] = [];
  const changes: ConsentChange[] = [];
  for (const integration of integrations) {
    const own = routed.filter((recipient) => recipient.route?.integration === integration.key);
    if (own.length === 0) continue;
    const recipients = own.map(({ address }) => address);
    const tokens = own.flatMap((recipient) => recipient.route?.token ?? []);
    const planned = await planForIntegration(mail, { integration, recipients, tokens });
    deliveries.push(planned.delivery);
    changes.push(...planned.changes);
  }
  const recipients = routed.map((recipient) =>
    compact({ address: recipient.address, integration: recipient.route?.integration }),
  );
  return { recipients, deliveries, changes, subjectFor };
}

/** Plans the delivery to one integration, and the changes of consent at its tenant. */
async function planForIntegration(
  mail: MailToPlan,
  { integration, recipients, tokens }: RoutedRecipients,
): Promise<{ readonly delivery: NewDelivery; readonly changes: readonly ConsentChange[] }> {
  const { dependencies, event, integrations, subjectFor } = mail;
  const token = await readAddressToken(tokens, integration, dependencies.tokenKeys);
  const thread = await threadOf(mail, integration.tenant, token);
  const { campaign, reportedRecipients } = thread;
  const isReportedOn = (address: string): boolean => {
    const subject = subjectFor(integration.tenant, normalizeAddress(address));
    return reportedRecipients?.includes(subject) || isReturnPathOf(token, subject);
  };
  const asTenant = withTenantBlocks(integration, integrations);
  const isCapped = await isOverCap(event, asTenant, dependencies.countInWindow, subjectFor);
  const changes = mailChanges(event, asTenant, { subjectFor, isReportedOn, isOverCap: isCapped }).map((change) => ({
    ...change,
    ...compact({ campaign }),
  }));
  const lane = laneOf(event);
  const consent = lane === 'suppression' ? consentOf(event, changes, { isReportedOn, isCapped }) : undefined;
  const delivery: NewDelivery = compact({
    eventId: event.eventId,
    integration: integration.key,
    tenant: integration.tenant,
    lane,
    kind: consent?.kind,
    threadKey: thread.key,
    matchedBy: thread.matchedBy,
    recipients,
    token,
    authentication: authenticationBy(event, integration.trust),
    trust: integration.trust && trustOf(event, integration.trust),
    campaign,
    reportedOn: consent?.reportedOn,
    isOverCap: consent?.isOverCap,
    receivedAt: event.receivedAt,
    ...(consent?.end ?? { state: 'pending' as const }),
  });
  return { delivery, changes };
}

/** The thread of the mail at a tenant, resolved once for all of its integrations. */
async function threadOf(
  { dependencies, event, integrations, subjectFor, threads }: MailToPlan,
  tenant: string,
  token: Token | undefined,
): Promise<ThreadDecision> {
  const resolved = threads.get(tenant);
  if (resolved !== undefined) return resolved;
  const clues = cluesOf(event, tenant, subjectFor, { token, own: ownPeopleOf(integrations, tenant) });
  const thread = await dependencies.threads.resolve(clues);
  threads.set(tenant, thread);
  return thread;
}

/** The facts of a suppression-lane mail that the ledger keeps, so that its changes can be made again. */
interface ConsentDelivery extends Pick<NewDelivery, 'kind' | 'reportedOn' | 'isOverCap'> {
  /** Set where the mail asks for no change: it has its fate already. */
  readonly end?: Pick<NewDelivery, 'state' | 'fate' | 'reason' | 'settledAt'>;
}

function consentOf(
  { classification, receivedAt }: EmailReceived,
  changes: readonly ConsentChange[],
  { isReportedOn, isCapped }: { readonly isReportedOn: (address: string) => boolean; readonly isCapped: boolean },
): ConsentDelivery {
  const [first] = changes;
  const reportedOn = changes.filter(({ address }) => address !== undefined && isReportedOn(address));
  const reason = `${classification.kind}: nobody to suppress`;
  return compact({
    kind: first && lagKindOf(first.signal),
    reportedOn: reportedOn.length > 0 ? reportedOn.map(({ subject }) => subject) : undefined,
    isOverCap: isCapped || undefined,
    end: first ? undefined : ({ state: 'done', fate: 'suppressed', reason, settledAt: receivedAt } as const),
  });
}

/** Whether a mail came back by the signed return path of a mail to that person. */
const isReturnPathOf = (token: Token | undefined, subject: string): boolean =>
  token?.type === 'bounce' && token.isSigned === true && token.id === returnPathId(subject);

/** How many people unproven mail of one host may stop in an hour, unless a tenant configures another number. */
const unprovenPerHour = 20;

/** Whether the host of an unproven mail that asks to stop has used up its changes at the tenant. */
async function isOverCap(
  event: EmailReceived,
  { tenant, trust, consent }: Integration,
  countInWindow: CountInWindow,
  subjectFor: SubjectHash,
): Promise<boolean> {
  if (!saysStop(event) || statementStanding(event, { trust }) !== 'unproven') return false;
  const most = consent?.unprovenPerHour ?? unprovenPerHour;
  return most === 0 || (await countInWindow(unprovenWindowOf(event, tenant, subjectFor), event.eventId, most)) > most;
}

/** The own domains and trusted forwarders of all integrations of a tenant, which share its conversations. */
function ownPeopleOf(integrations: readonly Integration[], tenant: string): OwnPeople {
  const all = integrations.flatMap(({ tenant: owner, trust }) => (owner === tenant && trust ? [trust] : []));
  return {
    ownDomains: [...new Set(all.flatMap(({ ownDomains }) => ownDomains))],
    arcSealers: [...new Set(all.flatMap(({ arcSealers = [] }) => arcSealers))],
    gateways: all.flatMap(({ gateways = [] }) => gateways),
  };
}

const laneOf = ({ classification }: EmailReceived): Lane =>
  isSuppressionKind(classification.kind) ? 'suppression' : 'conversation';
