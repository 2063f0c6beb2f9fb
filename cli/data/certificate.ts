import { compact } from '../../lambdas/compact.ts';
import { sha256 } from '../../lambdas/domain/mail/identity.ts';
import type { ErasureResult } from './erase-subject.ts';
import type { WrittenRecord } from './export-index.ts';
import type { SubjectMail } from './find-subject.ts';
import type { MailFate, SharedMailRule } from './plan-erasure.ts';
import { recordsOf } from './subject-export.ts';

/** The proof of an erasure. It names nobody: the person has the keyed hash under which the consent ledger knows them. */
export interface ErasureCertificate {
  readonly schema: 'postern.erasure/1';
  readonly subject: string;
  readonly tenant: string;
  /** The verified identity of the person who erased. */
  readonly actor: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly sharedMail: SharedMailRule;
  readonly counts: {
    readonly mailsErased: number;
    readonly mailsPseudonymized: number;
    readonly mailsKept: number;
    readonly objects: number;
    readonly versions: number;
    readonly rowsDeleted: number;
    readonly rowsChanged: number;
    readonly deliveriesEnded: number;
  };
  /** SHA-256 of the name of each object that was deleted, or lost its older versions. */
  readonly objects: readonly string[];
  /** Mails that stay as they are. */
  readonly kept: ReadonlyArray<{ readonly id: string; readonly why: string }>;
  readonly remains: ReadonlyArray<{ readonly what: string; readonly why: string; readonly until?: string }>;
  /** Records at other systems, which those systems keep. */
  readonly records: readonly WrittenRecord[];
}

/** The circumstances of an erasure. */
export interface ErasureFacts {
  readonly subject: string;
  readonly tenant: string;
  readonly actor: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly sharedMail: SharedMailRule;
  readonly connectionOf: ReadonlyMap<string, string>;
  /** How long the rows of erased mail stay. */
  readonly keptSeconds: number;
  readonly keepsConsent?: string;
  /** Whether the tables are those of a laptop, whose database never deletes from streams. */
  readonly isLocal: boolean;
}

/** Certifies an erasure: what went, what stays, and why. */
export function certify(result: ErasureResult, facts: ErasureFacts): ErasureCertificate {
  const { mails, unread, objects, versions, rows } = result;
  const fates = [...mails, ...unread].map(({ fate }) => fate);
  const countOf = (kind: MailFate['kind']): number => fates.filter((fate) => fate.kind === kind).length;
  const { subject, tenant, actor, startedAt, endedAt, sharedMail, connectionOf } = facts;
  return {
    schema: 'postern.erasure/1',
    subject,
    tenant,
    actor,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    sharedMail,
    counts: {
      mailsErased: countOf('erase'),
      mailsPseudonymized: countOf('pseudonymize'),
      mailsKept: countOf('keep'),
      objects: objects.length,
      versions,
      rowsDeleted: rows.deleted,
      rowsChanged: rows.changed,
      deliveriesEnded: rows.buried,
    },
    objects: objects.map((key) => sha256(key)).toSorted(),
    kept: [
      ...mails.flatMap(({ mail, fate }) => (fate.kind === 'keep' ? [{ id: mail.event.eventId, why: fate.why }] : [])),
      ...unread.flatMap(({ mail, fate }) => (fate.kind === 'keep' ? [{ id: mail.mailId, why: fate.why }] : [])),
    ],
    remains: remainsOf(result, facts),
    records: distinct(mails.flatMap(({ mail }) => recordsAbout(mail, connectionOf))),
  };
}

/** Point-in-time recovery of the tables reaches back so far. */
const backupDays = 35;
/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const streamHours = 24;

function remainsOf(
  { rows, rowsKept, refused }: ErasureResult,
  { endedAt, keptSeconds, keepsConsent, isLocal }: ErasureFacts,
): ErasureCertificate['remains'] {
  const expiry = new Date(endedAt.getTime() + keptSeconds * 1000).toISOString();
  const backupsEnd = new Date(endedAt.getTime() + backupDays * 86_400_000).toISOString();
  const streamsEnd = new Date(endedAt.getTime() + streamHours * 3_600_000).toISOString();
  return [
    keepsConsent === undefined
      ? {
          what: 'consent under the keyed hash of the address',
          why: 'whoever refused mail stays refused; nobody gets the address from the hash without the key',
        }
      : { what: 'consent', why: keepsConsent },
    ...(rows.buried > 0
      ? [{ what: 'ids of erased mail and its deliveries', why: 'they say that the mail had an end', until: expiry }]
      : []),
    ...rowsKept.map(({ kind, why, count }) => ({ what: `${count} row(s): ${kind}`, why })),
    ...refused.map(({ key, code }) => ({ what: `object ${sha256(key)}`, why: `S3 did not delete it: ${code}` })),
    {
      what: 'entries of the audit trail',
      why: 'nobody changes them; they hold ids, and keyed hashes in place of addresses',
    },
    isLocal
      ? { what: 'changes in the streams of the tables', why: 'the database of a laptop keeps them' }
      : {
          what: 'changes in the streams of the tables',
          why: 'DynamoDB deletes them by itself, and lets nobody do it before',
          until: streamsEnd,
        },
    {
      what: 'backups of the tables',
      why: 'a restore to an earlier moment brings rows back: erase again after it',
      until: backupsEnd,
    },
  ].map((remains) => compact(remains));
}

/** Records about the person: all of their own mail, and of mail of others those that hold its words. */
function recordsAbout({ role, deliveries }: SubjectMail, connectionOf: ReadonlyMap<string, string>): WrittenRecord[] {
  const records = deliveries.flatMap((delivery) => recordsOf(delivery, connectionOf));
  return role === 'author' ? records : records.filter(({ step }) => ['activity', 'files', 'task'].includes(step));
}

const distinct = (records: readonly WrittenRecord[]): WrittenRecord[] => [
  ...new Map(records.map((record) => [`${record.connection} ${record.step} ${record.id}`, record])).values(),
];

/** The certificate for people. */
export function certificateLines({ counts, kept, remains, records, endedAt, actor }: ErasureCertificate): string[] {
  return [
    `Erased at ${endedAt} by ${actor}.`,
    `  ${counts.mailsErased} mail(s) erased, ${counts.mailsPseudonymized} without the person, ${counts.mailsKept} kept`,
    `  ${counts.versions} version(s) of ${counts.objects} object(s), ${counts.rowsDeleted} row(s) deleted, ${counts.rowsChanged} changed, ${counts.deliveriesEnded} delivery(s) ended`,
    ...kept.map(({ id, why }) => `KEPT ${id}: ${why}`),
    'It remains:',
    ...remains.map(({ what, why, until }) => `  ${what}: ${why}${until === undefined ? '' : ` (until ${until})`}`),
    ...(records.length === 0 ? [] : ['Records at other systems, which keep them:']),
    ...records.map(({ connection, step, id }) => `  ${connection}: ${step} ${id}`),
  ];
}
