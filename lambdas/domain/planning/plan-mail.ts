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
  /** Counts what unproven mail of one host has stopped. */
  readonly countInWindow: CountInWindow;
}

/** What a mail comes to before anything is written. */
export interface MailPlan {
  readonly recipients: ReadonlyArray<{ readonly address: string; readonly integration?: string }>;
  readonly deliveries: readonly NewDelivery[];
  /** What the mail says of consent, for each tenant that got it. */
  readonly changes: readonly ConsentChange[];
  readonly subjectFor: SubjectHash;
}

/** One delivery for each integration that a recipient routes to, in the thread of its tenant; and what it says of consent. */
export async function planMail(
  { threads, subjectHash, countInWindow, tokenKeys }: PlanMailDependencies,
  event: EmailReceived,
  integrations: readonly Integration[],
): Promise<MailPlan> {
  const route = createRouter(integrations);
  const routed = event.envelope.rcptTo.map((address) => ({ address, route: route(address) }));
  const decisions = new Map<string, ThreadDecision>();
  const deliveries: NewDelivery[] = [];
  const changes: ConsentChange[] = [];
  const subjectFor = await subjectHash();
  for (const integration of integrations) {
    const mine = routed.filter((recipient) => recipient.route?.integration === integration.key);
    if (mine.length === 0) continue;
    const { tenant, key } = integration;
    const token = await readAddressToken(
      mine.flatMap((recipient) => recipient.route?.token ?? []),
      integration,
      tokenKeys,
    );
    const thread =
      decisions.get(tenant) ??
      (await threads.resolve(cluesOf(event, tenant, subjectFor, { token, own: ownPeopleOf(integrations, tenant) })));
    decisions.set(tenant, thread);
    const campaign = thread.campaign && { campaign: thread.campaign };
    const { reportedRecipients } = thread;
    const isReportedOn = (address: string): boolean => {
      const subject = subjectFor(tenant, normalizeAddress(address));
      return reportedRecipients?.includes(subject) || isReturnPathOf(token, subject);
    };
    const asTenant = withTenantBlocks(integration, integrations);
    const witness = {
      subjectFor,
      isReportedOn,
      isOverCap: await isOverCap(event, asTenant, countInWindow, subjectFor),
    };
    const said = mailChanges(event, asTenant, witness).map((change) => ({ ...change, ...campaign }));
    changes.push(...said);
    const lane = laneOf(event);
    const reportedOn = said.filter(({ address }) => address !== undefined && isReportedOn(address));
    deliveries.push({
      eventId: event.eventId,
      integration: key,
      tenant,
      lane,
      ...compact({ kind: lane === 'suppression' && said[0] ? lagKindOf(said[0].signal) : undefined }),
      threadKey: thread.key,
      matchedBy: thread.matchedBy,
      recipients: mine.map(({ address }) => address),
      ...compact({ token: token }),
      authentication: event.authentication,
      ...compact({ trust: integration.trust && trustOf(event, integration.trust) }),
      ...campaign,
      ...compact({
        reportedOn:
          lane === 'suppression' && reportedOn.length > 0 ? reportedOn.map(({ subject }) => subject) : undefined,
        isOverCap: lane === 'suppression' && witness.isOverCap ? true : undefined,
      }),
      receivedAt: event.receivedAt,
      ...(lane === 'suppression' && said.length === 0
        ? {
            state: 'done' as const,
            fate: 'suppressed' as const,
            reason: `${event.classification.kind}: nobody to suppress`,
            settledAt: event.receivedAt,
          }
        : { state: 'pending' as const }),
    });
  }
  return {
    recipients: routed.map(({ address, route: found }) =>
      compact({
        address,
        integration: found ? found.integration : undefined,
      }),
    ),
    deliveries,
    changes,
    subjectFor,
  };
}

/** Whether a mail came back by the signed return path of a mail to that person. */
const isReturnPathOf = (token: Token | undefined, subject: string): boolean =>
  token?.type === 'bounce' && token.isSigned === true && token.id === returnPathId(subject);

/** So much may unproven mail of one host stop in an hour, unless a tenant says otherwise. */
const unprovenPerHour = 20;

/** Whether the host of an unproven mail that says stop has used up what such mail may stop at the tenant. */
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

/** Own domains and trusted forwarders of all the integrations of a tenant, which share its conversations. */
function ownPeopleOf(integrations: readonly Integration[], tenant: string): OwnPeople {
  const all = integrations.flatMap((one) => (one.tenant === tenant && one.trust ? [one.trust] : []));
  return {
    ownDomains: [...new Set(all.flatMap(({ ownDomains }) => ownDomains))],
    arcSealers: [...new Set(all.flatMap(({ arcSealers = [] }) => arcSealers))],
  };
}

const laneOf = ({ classification }: EmailReceived): Lane =>
  isSuppressionKind(classification.kind) ? 'suppression' : 'conversation';
