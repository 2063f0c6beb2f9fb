import type { Ledger, MailRecord } from '../domain/delivery/ledger.ts';
import {
  maxRereads,
  type RereadMail,
  type RereadReport,
  type RereadRequest,
} from '../domain/delivery/reread-report.ts';
import type { Log } from '../domain/mail/log.ts';
import { recoveredNotification } from '../domain/mail/receipt.ts';

interface RereadDependencies {
  readonly mailRecords: (mailIds: readonly string[]) => Promise<ReadonlyMap<string, MailRecord>>;
  readonly ledger: Pick<Ledger, 'recordMail'>;
  readonly receipt: (mailId: string) => Promise<string | undefined>;
  readonly enqueueReceipt: (notification: string) => Promise<void>;
  readonly log: Log;
}

const queuedAgain = 'queued again, was ';

/** The record without the other attributes of its row. */
const recordOf = ({ mailId, objectKey, receivedAt, state, recipients }: MailRecord): MailRecord => ({
  mailId,
  objectKey,
  receivedAt,
  state,
  recipients,
});

/**
 * Queues the receipts of quarantined mails once more, as if they had just arrived. The next reading replaces the
 * quarantine, or records anew why the mail cannot be read.
 */
export function createReread({ mailRecords, ledger, receipt, enqueueReceipt, log }: RereadDependencies) {
  return async function rereadMails({ reread, dryRun = false, actor }: RereadRequest): Promise<RereadReport> {
    const wanted = reread.slice(0, maxRereads);
    const records = await mailRecords(wanted);
    const mails: RereadMail[] = [];
    for (const mailId of wanted) {
      const record = records.get(mailId);
      const reason = record?.reason !== undefined && { reason: record.reason };
      if (record === undefined) mails.push({ mailId, result: 'unknown' });
      else if (record.state !== 'quarantined') mails.push({ mailId, result: 'not-quarantined' });
      else if (dryRun) mails.push({ mailId, result: 'would-queue', ...reason });
      else {
        const { objectKey, receivedAt } = record;
        // The new reason holds until the mail is read; the reader skips a mail that was given up.
        await ledger.recordMail({
          ...recordOf(record),
          reason: `${queuedAgain}${record.reason?.replace(queuedAgain, '')}`,
        });
        await enqueueReceipt(
          (await receipt(mailId)) ?? JSON.stringify(recoveredNotification(mailId, objectKey, receivedAt)),
        );
        mails.push({ mailId, result: 'queued', ...reason });
      }
    }
    log.info('sweep.reread', { actor, dryRun, mails: mails.filter(({ result }) => result === 'queued').length });
    return { mails };
  };
}
