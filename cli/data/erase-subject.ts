import { applyRowAction, buryDeliveries, buryEvent } from '../../lambdas/aws/erase-rows.ts';
import { eventKey } from '../../lambdas/aws/event-reader.ts';
import type { ObjectVersion, RefusedDeletion } from '../../lambdas/aws/object-versions.ts';
import { type RowAction, rowActionOf } from '../../lambdas/aws/row-actions.ts';
import { rowKindOf } from '../../lambdas/aws/row-kinds.ts';
import type { LegalHold } from '../../lambdas/domain/delivery/legal-hold.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { withoutSubject } from '../../lambdas/domain/mail/pseudonym.ts';
import type { DataBackend } from './data-backend.ts';
import type { SubjectFindings, UnreadSubjectMail } from './find-subject.ts';
import {
  type ErasurePlan,
  fateOfUnread,
  heldBy,
  type MailFate,
  type PlannedMail,
  type PlannedUnread,
  subjectMailsOf,
} from './plan-erasure.ts';

/** The stores that an erasure changes. */
export type ErasePorts = Pick<DataBackend, 'versions' | 'buckets' | 'tables'> & {
  readonly dynamo: DataBackend['dynamo'];
  /** The holds of this moment. */
  readonly holds: () => Promise<readonly LegalHold[]>;
  /** Replaces an event. */
  readonly putEvent: (event: EmailReceived) => Promise<void>;
  /** The consent ledger, and what deliveries remember, forget the person. */
  readonly forget: () => Promise<void>;
};

interface ErasureOptions {
  readonly address: string;
  /** An address where no mail arrives, in place of theirs. */
  readonly alias: string;
  readonly at: Date;
  /** How long the rows stay that say that a mail was erased. */
  readonly keptSeconds: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The result of an erasure, for the certificate. */
export interface ErasureResult {
  readonly mails: readonly PlannedMail[];
  readonly unread: ErasurePlan['unread'];
  /** Names of the objects whose versions were deleted, and how many versions. */
  readonly objects: readonly string[];
  readonly versions: number;
  readonly refused: readonly RefusedDeletion[];
  /** Rows by what was done with them, and why rows stay. */
  readonly rows: { readonly deleted: number; readonly changed: number; readonly buried: number };
  readonly rowsKept: ReadonlyArray<{ readonly kind: string; readonly why: string; readonly count: number }>;
}

/** The work of an erasure so far. */
interface Tally {
  readonly objects: Set<string>;
  versions: number;
  readonly refused: RefusedDeletion[];
  readonly rows: { deleted: number; changed: number; buried: number };
  readonly rowsKept: Map<string, { kind: string; why: string; count: number }>;
}

interface Erasure {
  readonly ports: ErasePorts;
  readonly findings: SubjectFindings;
  readonly options: ErasureOptions;
  readonly tally: Tally;
}

/**
 * Carries a plan out. First the deliveries end, so that nobody works with what goes; then raw mail, receipts and files go, then
 * the rows, then the events. An event leads to everything else, so that after a crash another run finds the mail again and
 * finishes. Holds are asked again before each mail loses its objects and before it loses its event.
 */
export async function eraseSubject(
  ports: ErasePorts,
  findings: SubjectFindings,
  plan: ErasurePlan,
  options: ErasureOptions,
): Promise<ErasureResult> {
  const tally: Tally = {
    objects: new Set(),
    versions: 0,
    refused: [],
    rows: { deleted: 0, changed: 0, buried: 0 },
    rowsKept: new Map(),
  };
  const erasure: Erasure = { ports, findings, options, tally };
  const mails: PlannedMail[] = [];
  for (const planned of plan.mails) {
    mails.push(await eraseObjects(erasure, planned));
    options.onProgress?.(mails.length, plan.mails.length);
  }
  const unread: PlannedUnread[] = [];
  for (const { mail } of plan.unread) unread.push(await eraseUnread(erasure, mail));
  await eraseRows(erasure, { ...plan, mails, unread });
  if (plan.keepsConsent === undefined) await ports.forget();
  const ended: PlannedMail[] = [];
  for (const planned of changedFirst(mails)) ended.push(await eraseEvent(erasure, planned));
  return { mails: ended, unread, ...tally, objects: [...tally.objects], rowsKept: [...tally.rowsKept.values()] };
}

/** Events that stay lose the names first, while the other events still tell them to another run. */
const changedFirst = (mails: readonly PlannedMail[]): PlannedMail[] =>
  mails.toSorted((a, b) => Number(a.fate.kind === 'erase') - Number(b.fate.kind === 'erase'));

/** The fate of a mail, unless a hold was placed meanwhile. */
async function unlessHeld({ ports }: Erasure, { mail, fate }: PlannedMail): Promise<PlannedMail> {
  if (fate.kind === 'keep') return { mail, fate };
  const why = heldBy(mail, await ports.holds());
  return { mail, fate: why === undefined ? fate : ({ kind: 'keep', why } satisfies MailFate) };
}

async function eraseUnread(erasure: Erasure, mail: UnreadSubjectMail): Promise<PlannedUnread> {
  const { ports } = erasure;
  const fate = fateOfUnread(mail, { holds: await ports.holds() });
  if (fate.kind === 'erase') await removeKeys(erasure, ports.buckets.mail, [mail.objectKey, receiptKey(mail.mailId)]);
  return { mail, fate };
}

/** Ends the deliveries of a mail that goes or loses its author, and deletes all its objects but the event. */
async function eraseObjects(erasure: Erasure, planned: PlannedMail): Promise<PlannedMail> {
  const current = await unlessHeld(erasure, planned);
  const { mail, fate } = current;
  if (fate.kind === 'keep') return current;
  const { ports, options, tally } = erasure;
  const { eventId } = mail.event;
  const isGone = fate.kind === 'erase' || mail.role === 'author';
  if (isGone) tally.rows.buried += await buryDeliveries(ledgerOf(ports), eventId, options.at, options.keptSeconds);
  // Raw mail cannot be changed without a trace: of a mail that stays, the event stays.
  const raw = mail.mails.flatMap(({ mailId, objectKey }) => [objectKey, receiptKey(mailId)]);
  await removeKeys(erasure, ports.buckets.mail, raw);
  if (isGone)
    for await (const page of ports.versions.under(ports.buckets.attachments, `attachments/${eventId}/`))
      await removeVersions(erasure, ports.buckets.attachments, page);
  return current;
}

const receiptKey = (mailId: string): string => `receipts/${mailId}.json`;
const ledgerOf = ({ dynamo, tables }: ErasePorts) => ({ dynamo, table: tables.ledger });

async function removeKeys(erasure: Erasure, bucket: string, keys: readonly string[]): Promise<void> {
  await removeVersions(erasure, bucket, await erasure.ports.versions.of(bucket, keys));
}

async function removeVersions({ ports, tally }: Erasure, bucket: string, all: readonly ObjectVersion[]): Promise<void> {
  if (all.length === 0) return;
  const refused = await ports.versions.remove(bucket, all);
  tally.refused.push(...refused);
  tally.versions += all.length - refused.length;
  for (const { key } of all) tally.objects.add(key);
}

async function eraseRows(erasure: Erasure, plan: ErasurePlan): Promise<void> {
  const { ports, findings, options, tally } = erasure;
  const mails = subjectMailsOf(plan, options.alias);
  for (const { store, row } of findings.rows) {
    const action =
      store === 'consent' && plan.keepsConsent !== undefined
        ? ({ kind: 'keep', why: plan.keepsConsent } satisfies RowAction)
        : rowActionOf(findings.keys, mails, store, row);
    await applyRowAction({ dynamo: ports.dynamo, table: ports.tables[store] }, row, action);
    if (action.kind === 'delete') tally.rows.deleted += 1;
    if (action.kind === 'update') tally.rows.changed += 1;
    if (action.kind === 'keep' && action.why !== undefined)
      noteKept(tally, `${store} ${rowKindOf(store, row)}`.trim(), action.why);
  }
}

function noteKept({ rowsKept }: Tally, kind: string, why: string): void {
  const known = rowsKept.get(`${kind} ${why}`) ?? { kind, why, count: 0 };
  rowsKept.set(`${kind} ${why}`, { ...known, count: known.count + 1 });
}

/** Deletes the event of a mail, or replaces it by one without the person and deletes the older versions. */
async function eraseEvent(erasure: Erasure, planned: PlannedMail): Promise<PlannedMail> {
  const current = await unlessHeld(erasure, planned);
  const { mail, fate } = current;
  if (fate.kind === 'keep') return current;
  const { ports, findings, options } = erasure;
  const { event } = mail;
  if (fate.kind === 'erase') await buryEvent(ledgerOf(ports), event.eventId, options.at, options.keptSeconds);
  else await ports.putEvent(withoutSubject(event, { ...options, names: findings.names }));
  const versions = await ports.versions.of(ports.buckets.mail, [eventKey(event.eventId)]);
  const outdated = versions.filter(({ isLatest }) => fate.kind === 'erase' || !isLatest);
  await removeVersions(erasure, ports.buckets.mail, outdated);
  return current;
}
