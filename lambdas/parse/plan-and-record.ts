import { compact } from '../compact.ts';
import type { Integration } from '../domain/configuration/integration.ts';
import type { IsCrowded } from '../domain/delivery/connection-gate.ts';
import type { MailRecord, RecordReceivedMail } from '../domain/delivery/ledger.ts';
import { TransientError } from '../domain/errors.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import type { Log } from '../domain/mail/log.ts';
import type { Receipt } from '../domain/mail/receipt.ts';
import { type MailPlan, type PlanMailDependencies, planMail } from '../domain/planning/plan-mail.ts';

/** The ports of planning and recording. */
export interface RecordDependencies extends Omit<PlanMailDependencies, 'isCrowded'> {
  readonly recordReceived: RecordReceivedMail;
  readonly isCrowded: IsCrowded;
  /** The ledger's clock. */
  readonly now: () => Date;
  readonly log: Log;
}

/** Workers with mails of one conversation meet at most this often before one gives up its turn. */
const maxRounds = 8;

/**
 * Plans the mail, and records it where it was planned, or plans it anew.
 *
 * @param check throws for a plan that is not to be recorded
 */
export async function planAndRecord(
  dependencies: RecordDependencies,
  receipt: Receipt,
  event: EmailReceived,
  integrations: readonly Integration[],
  check: (plan: MailPlan) => void,
): Promise<MailPlan> {
  const { recordReceived, isCrowded, now, log } = dependencies;
  const { eventId, externalId, contentDigest, message } = event;
  const recordedEvent = compact({ eventId, externalId, contentDigest, messageId: message.messageId });
  const ports = {
    ...dependencies,
    isCrowded: (connection: string, tenant: string) => isCrowded(connection, tenant, now()),
  };
  for (let round = 0; round < maxRounds; round += 1) {
    const plan = await planMail(ports, event, integrations, round);
    check(plan);
    const mail = mailRecordOf(receipt, eventId, plan);
    const recorded = await recordReceived(mail, recordedEvent, plan.deliveries, plan.proposals);
    if (recorded.kind === 'contended') continue;
    const { conflictsWith } = recorded;
    if (conflictsWith !== undefined) log.warn('parse.conflict', { mailId: receipt.mailId, eventId, conflictsWith });
    return plan;
  }
  throw new TransientError(`the conversation of ${eventId} is contended`);
}

const mailRecordOf = (
  { mailId, objectKey, receivedAt, mailFrom, authentication, spam, spamScore, virus, recovered }: Receipt,
  eventId: string,
  { recipients }: MailPlan,
): MailRecord => ({
  mailId,
  objectKey,
  receivedAt,
  state: 'parsed',
  eventId,
  recipients,
  receipt: compact({
    mailFrom,
    authentication,
    spam,
    spamScore,
    virus,
    recovered: recovered ? (true as const) : undefined,
  }),
});
