import { type Command, Option } from 'commander';
import { recipientFates } from '../lambdas/domain/delivery/recipient-fates.ts';
import { mailIdOf, type StoredMail } from '../lambdas/domain/mail/receipt.ts';
import { isSetupObject } from '../lambdas/domain/mail/set-up-message.ts';
import { type Backend, connectBackend } from './backend.ts';
import { duration, moment } from './option-values.ts';
import { createProgress, fail, print, printJson } from './output.ts';

/** A mail or recipient without exactly one fate. */
export interface AuditFinding {
  readonly mailId: string;
  readonly recipient?: string;
  readonly problem: string;
}

export interface AuditReport {
  readonly mails: number;
  readonly recipients: number;
  readonly fates: Readonly<Record<string, number>>;
  /** On their way, and not yet for longer than the grace. */
  readonly pending: number;
  readonly missing: readonly AuditFinding[];
  /** Mails of which a look-up found more than one record at the CRM. */
  readonly duplicates: readonly AuditFinding[];
}

const batchSize = 100;

export function registerAudit(program: Command): void {
  program
    .command('audit')
    .description('reconcile every raw mail in S3 with the ledger; exit code 1 when one has no fate')
    .option('--since <time>', 'only mail stored from then on; default: everything', moment)
    .addOption(
      new Option('--grace <duration>', 'how long a mail may be on its way')
        .argParser(duration('36500d'))
        .default(900_000, '15m'),
    )
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern audit\n  postern audit --since 7d --grace 30m\n  postern audit --since 2026-11-01 --json',
    )
    .action(async (options: { since?: Date; grace: number; json?: boolean }) => {
      try {
        const report = await audit(connectBackend(), options.since ?? new Date(0), options.grace);
        if (options.json) printJson(report);
        else tell(report);
        process.exitCode = report.missing.length === 0 ? 0 : 1;
      } catch (error) {
        fail(error);
      }
    });
}

/** Every raw object, its ledger row, its event object, and a fate for each recipient. */
export async function audit(backend: Backend, since: Date, graceMs: number): Promise<AuditReport> {
  const progress = createProgress('audited');
  const fates: Record<string, number> = {};
  const missing: AuditFinding[] = [];
  const duplicates: AuditFinding[] = [];
  let [mails, recipients, pending] = [0, 0, 0];
  const isLate = (time: string): boolean => Date.parse(time) < Date.now() - graceMs;

  const auditBatch = async (batch: readonly StoredMail[]): Promise<void> => {
    const records = await backend.reader.mails(batch.map(({ objectKey }) => mailIdOf(objectKey)));
    for (const { objectKey, storedAt } of batch) {
      mails += 1;
      const mailId = mailIdOf(objectKey);
      const record = records.get(mailId);
      if (record === undefined) {
        if (isLate(storedAt)) missing.push({ mailId, problem: 'stored, but the ledger has never seen it' });
        else pending += 1;
        continue;
      }
      const [ledger, event] =
        record.eventId === undefined
          ? []
          : await Promise.all([backend.reader.event(record.eventId), backend.store.getEvent(record.eventId)]);
      if ((await backend.store.getReceipt(mailId)) === undefined)
        missing.push({ mailId, problem: 'its receipt is not kept beside it' });
      if (record.state === 'parsed' && event === undefined)
        missing.push({ mailId, problem: 'its event object is gone' });
      if (record.recipients.length === 0) {
        const fate = record.state === 'quarantined' ? 'quarantined' : 'unrouted';
        fates[fate] = (fates[fate] ?? 0) + 1;
      }
      for (const { recipient, integration, fate, delivery } of recipientFates(record, ledger?.deliveries ?? [])) {
        recipients += 1;
        for (const [step, { duplicates: others }] of Object.entries(delivery?.steps ?? {}))
          if (others) duplicates.push({ mailId, recipient, problem: `${step}: also ${others.join(', ')}` });
        if (fate !== undefined) fates[fate] = (fates[fate] ?? 0) + 1;
        else if (delivery === undefined)
          missing.push({ mailId, recipient, problem: `routed to ${integration}, but there is no delivery` });
        else if (isLate(delivery.receivedAt))
          missing.push({ mailId, recipient, problem: `pending for longer than the grace` });
        else pending += 1;
      }
    }
    progress.update(mails, mails);
  };

  let batch: StoredMail[] = [];
  for await (const stored of backend.store.rawMails(since)) {
    if (isSetupObject(stored.objectKey)) continue;
    batch.push(stored);
    if (batch.length === batchSize) {
      await auditBatch(batch);
      batch = [];
    }
  }
  await auditBatch(batch);
  progress.end();
  return { mails, recipients, fates, pending, missing, duplicates };
}

function tell({ mails, recipients, fates, pending, missing, duplicates }: AuditReport): void {
  print(`${mails} mails, ${recipients} recipients`);
  for (const [fate, count] of Object.entries(fates).toSorted()) print(`  ${fate}: ${count}`);
  if (pending > 0) print(`  on their way: ${pending}`);
  for (const { mailId, recipient, problem } of missing)
    print(`MISSING ${mailId}${recipient === undefined ? '' : ` to ${recipient}`}: ${problem}`);
  for (const { mailId, problem } of duplicates)
    print(`DUPLICATE ${mailId}: ${problem}; docs/runbook.md#duplicate-report`);
  print(
    missing.length === 0
      ? 'Nothing is missing.'
      : `${missing.length} without a fate. Look with: postern trace <mail id>; the sweep repairs lost notifications within the hour.`,
  );
}
