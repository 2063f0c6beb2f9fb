import type { DeliveryMessage } from '../domain/delivery/delivery.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import type { ReconcileReport } from '../domain/delivery/reconcile-report.ts';
import type { SweepLook, SweepMark } from '../domain/delivery/sweep-mark.ts';
import type { Log } from '../domain/mail/log.ts';
import { mailIdOf, recoveredNotification, type StoredMail } from '../domain/mail/receipt.ts';
import { isSetupObject } from '../domain/mail/set-up-message.ts';

interface SweepDependencies {
  readonly ledger: Pick<Ledger, 'hasMail'>;
  /** Those of some mails that the ledger has a record of, by their ids. */
  readonly known: (mailIds: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Deliveries that have been pending since before that time and wait in no parked conversation. */
  readonly stuck: (
    before: Date,
  ) => Promise<ReadonlyArray<DeliveryMessage & { readonly lane: 'conversation' | 'suppression' }>>;
  /** A page at a time, in the order of the keys; `last` is the last key of the page, whatever its age. */
  readonly list: (
    since: Date,
    after?: string,
  ) => AsyncIterable<{ readonly mails: readonly StoredMail[]; readonly last: string; readonly isLast: boolean }>;
  readonly receipt: (mailId: string) => Promise<string | undefined>;
  /** Queues a receipt; nobody receives it before the delay has passed. */
  readonly enqueueReceipt: (notification: string, delayMs: number) => Promise<void>;
  readonly enqueueDelivery: (message: DeliveryMessage, lane: 'conversation' | 'suppression') => Promise<void>;
  readonly watermark: { get(): Promise<SweepMark>; set(mark: SweepMark): Promise<void> };
  readonly log: Log;
  readonly now: () => Date;
}

const hourMs = 3_600_000;
/** Looks overlap: an object that was stored while the last look ran may not have been on its list, or was too young. */
const overlapMs = 2 * hourMs;
/**
 * A younger mail is still on its way, in ms: the inbox queue offers it again twelve minutes after a reader took it. This must
 * be less than the overlap of looks.
 */
const onItsWayMs = hourMs / 4;
/** A scheduled run begins a new look when the last one began this long ago, in ms. */
const lookEveryMs = hourMs - 5 * 60_000;
/**
 * The pages of 1,000 keys that a scheduled run lists, however many mails are stored: S3 tells the sweep of each object, so
 * that only a mail of which both SES's notification and S3's event were lost waits for the list.
 */
const pagesOfRoutine = 1;

interface ReconcileOptions {
  /**
   * The longest that it may look for lost mail, in ms; the next run goes on from there.
   *
   * @default 40 seconds
   */
  readonly budgetMs?: number;
  /**
   * Whether it lists one page only, and that only when a look is under way or the last one was an hour ago. A look that
   * somebody asked for goes on at its own pace in scheduled runs, too.
   *
   * @default false: all mail, at once
   */
  readonly isRoutine?: boolean;
}

/** A look that a run begins, or goes on with. */
interface BegunLook extends Omit<SweepLook, 'after'> {
  /** Absent: from the first key. */
  readonly after?: string;
  /** When to stop, epoch ms. */
  readonly until: number;
  /** The number of pages after which to stop. */
  readonly maxPages: number;
  /** How old a mail must be to be looked for, in ms. */
  readonly leastAgeMs: number;
}

/**
 * Finds lost work: raw mails that the ledger never saw, because their notification was lost, and deliveries that the ledger
 * knows but no queue offered, because parse died between the two.
 */
export function createSweep(dependencies: SweepDependencies) {
  return {
    /** Repairs one object that was announced some minutes ago. */
    repairMail: (mail: StoredMail): Promise<boolean> => repairMail(dependencies, mail, onItsWayMs),
    /**
     * Repairs everything of the last hours, and of any time before that in which nobody looked: the way of the schedule
     * and the laptop.
     *
     * @param sinceHours how far back to look at the least
     * @param stuckForMs the age after which a delivery counts as stuck; a mail counts as lost then, or after 15 minutes
     */
    reconcile: (sinceHours: number, stuckForMs: number, options: ReconcileOptions = {}): Promise<ReconcileReport> =>
      reconcile(dependencies, sinceHours, stuckForMs, options),
  };
}

async function reconcile(
  dependencies: SweepDependencies,
  sinceHours: number,
  stuckForMs: number,
  { budgetMs = 40_000, isRoutine = false }: ReconcileOptions,
): Promise<ReconcileReport> {
  const { watermark, log, now } = dependencies;
  const startedAt = now();
  const deliveries = await repairDeliveries(dependencies, stuckForMs);
  const mark = await watermark.get();
  const look = lookToMake(mark, startedAt, sinceHours, isRoutine);
  if (look === undefined) {
    await watermark.set({ ...mark, ranAt: startedAt });
    return { mails: 0, deliveries };
  }
  const mailReport = await lookAtMails(dependencies, mark, {
    ...look,
    until: startedAt.getTime() + budgetMs,
    maxPages: look.isPatrol === true ? pagesOfRoutine : Number.POSITIVE_INFINITY,
    leastAgeMs: Math.min(stuckForMs, onItsWayMs),
  });
  const report = { ...mailReport, deliveries };
  log.info('sweep.reconciled', { ...report });
  return report;
}

/** The look that a run goes on with or begins; undefined where none is due. */
function lookToMake(
  { lookedUntil, look }: SweepMark,
  startedAt: Date,
  sinceHours: number,
  isRoutine: boolean,
): Omit<BegunLook, 'until' | 'maxPages' | 'leastAgeMs'> | undefined {
  const windowStart = startedAt.getTime() - sinceHours * hourMs;
  const since = new Date(Math.min(windowStart, lookedUntil === undefined ? 0 : lookedUntil.getTime() - overlapMs));
  if (!isRoutine) {
    // A look that goes back less far than requested, or a page at a time, is not enough.
    return look !== undefined && look.isPatrol !== true && look.since <= since ? look : { startedAt, since };
  }
  const isDue = lookedUntil === undefined || startedAt.getTime() - lookedUntil.getTime() >= lookEveryMs;
  return look ?? (isDue ? { startedAt, since, isPatrol: true } : undefined);
}

/**
 * Queues the receipt of a mail that the ledger does not know. One that has to be made, without an envelope and verdicts,
 * waits until the mail is old enough: a reader that took the mail and ended without an answer has stored nothing, and the
 * real receipt comes back when its visibility timeout is over.
 *
 * @param leastAgeMs the age at which a made receipt may be read
 * @returns whether the mail was lost
 */
async function repairMail(dependencies: SweepDependencies, mail: StoredMail, leastAgeMs: number): Promise<boolean> {
  const { objectKey } = mail;
  if (isSetupObject(objectKey) || (await dependencies.ledger.hasMail(mailIdOf(objectKey)))) return false;
  await queueReceipt(dependencies, mail, leastAgeMs);
  return true;
}

async function queueReceipt(
  { receipt, enqueueReceipt, log, now }: SweepDependencies,
  { objectKey, storedAt }: StoredMail,
  leastAgeMs: number,
): Promise<void> {
  const mailId = mailIdOf(objectKey);
  const notification = await receipt(mailId);
  log.warn('sweep.lost-mail', { mailId, hasReceipt: notification !== undefined });
  const youngForMs = Date.parse(storedAt) + leastAgeMs - now().getTime();
  if (notification !== undefined) await enqueueReceipt(notification, 0);
  else
    await enqueueReceipt(JSON.stringify(recoveredNotification(mailId, objectKey, storedAt)), Math.max(0, youngForMs));
}

/** Stuck deliveries come first: somebody waits for them, and there are few. */
async function repairDeliveries(
  { stuck, enqueueDelivery, now }: SweepDependencies,
  stuckForMs: number,
): Promise<number> {
  const deliveries = await stuck(new Date(now().getTime() - stuckForMs));
  for (const { lane, ...message } of deliveries) await enqueueDelivery(message, lane);
  return deliveries.length;
}

/**
 * Goes on with a look, or begins one, until it ends, or the time or the pages of this run are used up.
 *
 * The mark moves when a look has ended, to its beginning: never past the mail that it has seen.
 */
async function lookAtMails(
  dependencies: SweepDependencies,
  { lookedUntil }: SweepMark,
  { until, maxPages, leastAgeMs, ...look }: BegunLook,
): Promise<Omit<ReconcileReport, 'deliveries'>> {
  const { list, watermark, now } = dependencies;
  const ranAt = now();
  const youngest = ranAt.getTime() - leastAgeMs;
  let mails = 0;
  let pages = 0;
  async function stopAt(after: string): Promise<Omit<ReconcileReport, 'deliveries'>> {
    await watermark.set({ lookedUntil, look: { ...look, after }, ranAt });
    return { mails, isUnfinished: true };
  }
  for await (const page of list(look.since, look.after)) {
    for (const stored of await lostOf(dependencies, page.mails, youngest)) {
      await queueReceipt(dependencies, stored, leastAgeMs);
      mails += 1;
      if (now().getTime() >= until) return stopAt(stored.objectKey);
    }
    pages += 1;
    if (!page.isLast && (pages >= maxPages || now().getTime() >= until)) return stopAt(page.last);
  }
  await watermark.set({ lookedUntil: look.startedAt, ranAt });
  return { mails };
}

/** The mails that should have come by now, and that the ledger does not know. */
async function lostOf(
  { known }: SweepDependencies,
  mails: readonly StoredMail[],
  youngest: number,
): Promise<StoredMail[]> {
  const due = mails.filter(({ objectKey, storedAt }) => Date.parse(storedAt) <= youngest && !isSetupObject(objectKey));
  if (due.length === 0) return [];
  const ids = await known(due.map(({ objectKey }) => mailIdOf(objectKey)));
  return due.filter(({ objectKey }) => !ids.has(mailIdOf(objectKey)));
}
