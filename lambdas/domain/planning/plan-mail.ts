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
import { cluesOf } from '../threads/thread-clues.ts';
import type { ThreadDecision } from '../threads/thread-entry.ts';
import type { ThreadIndex, ThreadProposal } from '../threads/thread-index.ts';
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
  /** Whether a tenant's new work of a connection should wait in its conversation. */
  readonly isCrowded: (connection: string, tenant: string) => Promise<boolean>;
}

/** The plan of a mail, before anything is written. */
export interface MailPlan {
  readonly recipients: ReadonlyArray<{ readonly address: string; readonly integration?: string }>;
  readonly deliveries: readonly NewDelivery[];
  /** The changes of consent that the mail asks for, at each tenant that got it. */
  readonly changes: readonly ConsentChange[];
  /** The conversation at each tenant, to be recorded with the deliveries. */
  readonly proposals: readonly ThreadProposal[];
  /** Keys of integrations with a connection that has so much to do that the first mail of a conversation waits. */
  readonly crowded: ReadonlySet<string>;
  readonly subjectFor: SubjectHash;
}

/** A mail, and the integrations that may get it. */
interface MailToPlan {
  readonly dependencies: PlanMailDependencies;
  readonly event: EmailReceived;
  readonly integrations: readonly Integration[];
  readonly subjectFor: SubjectHash;
}

/** Recipients of a mail that route to one integration. */
interface RoutedRecipients {
  readonly integration: Integration;
  readonly recipients: readonly string[];
  /** The record that their addresses name. */
  readonly token: Token | undefined;
}

/**
 * Plans one delivery for each integration that a recipient routes to, in the thread of its tenant, and the changes of
 * consent that the mail asks for. It writes nothing but the count of unproven changes, in which an event counts once.
 *
 * @param round how many plans of this mail were refused when they were recorded
 */
export async function planMail(
  dependencies: PlanMailDependencies,
  event: EmailReceived,
  integrations: readonly Integration[],
  round = 0,
): Promise<MailPlan> {
  const route = createRouter(integrations);
  const routed = event.envelope.rcptTo.map((address) => ({ address, route: route(address) }));
  const subjectFor = await dependencies.subjectHash();
  const mail: MailToPlan = { dependencies, event, integrations, subjectFor };
  const targets: RoutedRecipients[] = [];
  for (const integration of integrations) {
    const own = routed.filter((recipient) => recipient.route?.integration === integration.key);
    if (own.length === 0) continue;
    const tokens = own.flatMap((recipient) => recipient.route?.token ?? []);
    const token = await readAddressToken(tokens, integration, dependencies.tokenKeys);
    targets.push({ integration, recipients: own.map(({ address }) => address), token });
  }
  // Both look-ups begin together, so that they can share a call.
  const [proposals, crowded] = await Promise.all([proposalsFor(mail, targets, round), crowdedAmong(mail, targets)]);
  const deliveries: NewDelivery[] = [];
  const changes: ConsentChange[] = [];
  for (const target of targets) {
    const planned = await planForIntegration(mail, target, proposals.get(target.integration.tenant)!.decision);
    deliveries.push(planned.delivery);
    changes.push(...planned.changes);
  }
  const recipients = routed.map((recipient) =>
    compact({ address: recipient.address, integration: recipient.route?.integration }),
  );
  return { recipients, deliveries, changes, proposals: [...proposals.values()], crowded, subjectFor };
}

/** The thread of the mail at each tenant, proposed once for all of its integrations. */
async function proposalsFor(
  { dependencies, event, integrations, subjectFor }: MailToPlan,
  targets: readonly RoutedRecipients[],
  round: number,
): Promise<ReadonlyMap<string, ThreadProposal>> {
  const byTenant = Map.groupBy(targets, ({ integration }) => integration.tenant);
  return new Map(
    await Promise.all(
      [...byTenant].map(async ([tenant, own]) => {
        const [first] = own;
        const clues = cluesOf(event, tenant, subjectFor, {
          token: first?.token,
          own: ownPeopleOf(integrations, tenant),
          threadHeaders: threadHeadersOf(own),
        });
        return [tenant, await dependencies.threads.propose(clues, round)] as const;
      }),
    ),
  );
}

/** The headers that name a conversation, of all integrations of a tenant that get the mail. */
const threadHeadersOf = (targets: readonly RoutedRecipients[]): string[] => [
  ...new Set(targets.flatMap(({ integration }) => integration.threadHeader ?? [])),
];

/**
 * The integrations with a connection that has much to do for their tenant; a mail that changes consent has a lane of its own,
 * and waits for none.
 */
async function crowdedAmong(
  { dependencies, event }: MailToPlan,
  targets: readonly RoutedRecipients[],
): Promise<ReadonlySet<string>> {
  if (laneOf(event) === 'suppression') return new Set();
  const integrations = targets.map(({ integration }) => integration);
  const sharing = [...Map.groupBy(integrations, ({ connection, tenant }) => `${connection} ${tenant}`).values()];
  const answers = await Promise.all(sharing.map(([first]) => dependencies.isCrowded(first!.connection, first!.tenant)));
  return new Set(sharing.filter((_sharing, nth) => answers[nth]).flatMap((group) => group.map(({ key }) => key)));
}

/** Plans the delivery to one integration, and the changes of consent at its tenant. */
async function planForIntegration(
  { dependencies, event, integrations, subjectFor }: MailToPlan,
  { integration, recipients, token }: RoutedRecipients,
  thread: ThreadDecision,
): Promise<{ readonly delivery: NewDelivery; readonly changes: readonly ConsentChange[] }> {
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
    mailKind: event.classification.kind,
    threadKey: thread.key,
    matchedBy: thread.matchedBy,
    confidence: thread.confidence < 1 ? thread.confidence : undefined,
    aliases: thread.aliases.length > 0 ? thread.aliases : undefined,
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
