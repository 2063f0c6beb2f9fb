import type { Row } from '../../lambdas/aws/dynamo-row.ts';
import { rowKindOf } from '../../lambdas/aws/row-kinds.ts';
import { compact } from '../../lambdas/compact.ts';
import { providerOf } from '../../lambdas/domain/consent/provider.ts';
import { stepNames } from '../../lambdas/domain/crm/crm-step.ts';
import { maskedLine, maskedValue } from '../masking.ts';
import type { DataBackend } from './data-backend.ts';
import type { ExportIndex, IndexedMail, WrittenRecord } from './export-index.ts';
import { readMe } from './export-readme.ts';
import type { SubjectFindings, SubjectMail, UnreadSubjectMail } from './find-subject.ts';
import { maskedEvent } from './masked-event.ts';
import type { ZipEntry } from './zip-file.ts';

/** The stores that an export reads. */
export type ExportPorts = Pick<DataBackend, 'versions' | 'buckets'> & {
  readonly consent: Pick<DataBackend['consent'], 'history' | 'progress' | 'readWithHold'>;
  readonly store: Pick<DataBackend['store'], 'getReceipt' | 'openRaw'>;
};

/** The person of an export, and the names that it needs. */
interface ExportRequest {
  readonly address: string;
  readonly tenant: string;
  readonly subject: string;
  /** The connection of each integration, by its key. */
  readonly connectionOf: ReadonlyMap<string, string>;
  readonly madeAt: Date;
  /** Whether words, names and files stay out, and addresses are masked. */
  readonly isMasked?: boolean;
}

/**
 * The files of an export, each read when it is its turn: the mails by their time, what the consent ledger knows, the rows that
 * hold the person, and last the index and a page for people.
 */
export async function* exportEntries(
  ports: ExportPorts,
  request: ExportRequest,
  findings: SubjectFindings,
): AsyncGenerator<ZipEntry> {
  const mails: IndexedMail[] = [];
  const inOrder = findings.mails.toSorted((a, b) => (a.event.receivedAt < b.event.receivedAt ? -1 : 1));
  for (const [place, mail] of inOrder.entries()) {
    const files: string[] = [];
    for await (const entry of mailEntries(ports, mail, place, request)) {
      files.push(entry.path);
      yield entry;
    }
    mails.push(indexedMail(mail, files, request));
  }
  for (const unread of findings.unread) {
    const files: string[] = [];
    for await (const entry of unreadEntries(ports, unread, request)) {
      files.push(entry.path);
      yield entry;
    }
    mails.push(compact({ mailIds: [unread.mailId], receivedAt: unread.record?.receivedAt, files, deliveries: [] }));
  }
  const consent = await consentOf(ports, request);
  yield json('consent.json', consent, request.madeAt);
  yield json('traces.json', tracesOf(findings, request), request.madeAt);
  const { address, tenant, madeAt, isMasked = false } = request;
  const index: ExportIndex = {
    schema: 'postern.subject-export/1',
    address,
    tenant,
    madeAt: madeAt.toISOString(),
    ...compact({ masked: isMasked || undefined }),
    names: isMasked ? [] : findings.names,
    mails,
    consent: { file: 'consent.json', changes: consent.history.length },
    traces: { file: 'traces.json', rows: findings.rows.length },
    records: mails.flatMap(({ deliveries }) => deliveries.flatMap(({ records }) => records)),
  };
  yield json('index.json', index, madeAt);
  yield { path: 'README.txt', content: maskedLine(readMe(index)), modified: madeAt };
}

const json = (path: string, value: unknown, modified: Date): ZipEntry => ({
  path,
  content: `${JSON.stringify(maskedValue(plainOf(value)), null, 2)}\n`,
  modified,
});

/** The value as JSON has it, with sets as lists. */
const plainOf = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, item) => (item instanceof Set ? [...item] : item)));

async function* mailEntries(
  ports: ExportPorts,
  { event, mails, deliveries }: SubjectMail,
  place: number,
  { madeAt: modified, isMasked = false }: ExportRequest,
): AsyncGenerator<ZipEntry> {
  const folder = `mails/${String(place + 1).padStart(5, '0')}-${event.receivedAt.slice(0, 10)}`;
  yield json(`${folder}/event.json`, isMasked ? maskedEvent(event) : event, modified);
  yield json(`${folder}/deliveries.json`, deliveries, modified);
  for (const [nth, mail] of mails.entries()) {
    const suffix = nth === 0 ? '' : `-${nth + 1}`;
    yield json(`${folder}/receipt${suffix}.json`, mail, modified);
    const raw = isMasked ? undefined : await ports.store.openRaw(mail.objectKey);
    if (raw !== undefined) yield { path: `${folder}/mail${suffix}.eml`, content: raw, modified };
  }
  if (isMasked) return;
  for (const [nth, { key, macroFreeKey, filename }] of event.attachments.entries())
    for (const [form, objectKey] of [
      ['', key],
      ['without-macros-', macroFreeKey],
    ] as const)
      yield* attachmentEntry(
        ports,
        objectKey,
        `${folder}/attachments/${nth + 1}-${form}${safeName(filename)}`,
        modified,
      );
}

async function* attachmentEntry(
  { versions, buckets }: ExportPorts,
  key: string | undefined,
  path: string,
  modified: Date,
): AsyncGenerator<ZipEntry> {
  const [version] = key === undefined ? [] : await versions.of(buckets.attachments, [key]);
  const content = version && (await versions.read(buckets.attachments, version));
  if (content !== undefined) yield { path, content, modified };
}

/** A name for a file of any system: it comes from a stranger's mail, and may be a path. */
export const safeName = (name = 'file'): string => {
  const plain = name.replace(/[^\p{L}\p{N}._ -]/gu, '_').replace(/^[. ]+/, '_');
  return plain.slice(-100) || 'file';
};

async function* unreadEntries(
  { store }: ExportPorts,
  { mailId, objectKey, record }: UnreadSubjectMail,
  { madeAt: modified, isMasked = false }: ExportRequest,
): AsyncGenerator<ZipEntry> {
  const folder = `unread/${safeName(mailId)}`;
  if (record !== undefined) yield json(`${folder}/record.json`, record, modified);
  if (isMasked) return;
  const receipt = await store.getReceipt(mailId);
  if (receipt !== undefined) yield { path: `${folder}/receipt.json`, content: receipt, modified };
  const raw = await store.openRaw(objectKey);
  if (raw !== undefined) yield { path: `${folder}/mail.eml`, content: raw, modified };
}

/** The consent ledger's part: the state, every change, and the last state that each target received. */
async function consentOf({ consent }: ExportPorts, { address, tenant, subject }: ExportRequest) {
  const [{ record, memberships }, history, targets] = await Promise.all([
    consent.readWithHold(tenant, subject, providerOf(address)),
    consent.history(tenant, subject),
    consent.progress(tenant, subject),
  ]);
  return { record, segments: memberships, history, targets };
}

/** Rows that are about the person beside mails and consent, such as what a look-up at a CRM answered, which is words. */
const tracesOf = (
  { rows }: SubjectFindings,
  { isMasked = false }: ExportRequest,
): Array<{ store: string; kind: string; row?: Row }> =>
  rows.map(({ store, row }) => compact({ store, kind: rowKindOf(store, row), row: isMasked ? undefined : row }));

const indexedMail = (
  { event, role, mails, deliveries }: SubjectMail,
  files: readonly string[],
  { connectionOf }: ExportRequest,
): IndexedMail =>
  compact({
    eventId: event.eventId,
    mailIds: mails.map(({ mailId }) => mailId),
    role,
    receivedAt: event.receivedAt,
    subject: event.message.subject,
    from: event.message.from?.address,
    files,
    deliveries: deliveries.map((delivery) =>
      compact({
        integration: delivery.integration,
        fate: delivery.fate ?? 'pending',
        settledAt: delivery.settledAt,
        records: recordsOf(delivery, connectionOf),
      }),
    ),
  });

/** The records that a delivery wrote or used. */
export const recordsOf = (
  { integration, steps }: SubjectMail['deliveries'][number],
  connectionOf: ReadonlyMap<string, string>,
): WrittenRecord[] => {
  const connection = connectionOf.get(integration) ?? integration;
  return stepNames.flatMap((step) =>
    // A step that writes several records joins their ids with semicolons.
    (steps[step]?.id?.split(';') ?? []).map((id) => ({ connection, step, id })),
  );
};
