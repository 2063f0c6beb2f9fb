import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoControl } from '../../lambdas/aws/dynamo-control.ts';
import type { Row } from '../../lambdas/aws/dynamo-row.ts';
import { eventKey, openStoredEvent } from '../../lambdas/aws/event-reader.ts';
import { heldByOf } from '../../lambdas/aws/held-rows.ts';
import { eventRowKey, toEventRows, toMailRecord } from '../../lambdas/aws/ledger-rows.ts';
import { createObjectVersions } from '../../lambdas/aws/object-versions.ts';
import { receiptKey } from '../../lambdas/aws/s3-mail-store.ts';
import type { StoragePlatform } from '../../lambdas/aws/storage-platform.ts';
import type { TenantKeyReader } from '../../lambdas/aws/tenant-keys.ts';
import { compact } from '../../lambdas/compact.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import { ownerKeyOf } from '../../lambdas/domain/configuration/integrations.ts';
import { tenantsOf } from '../../lambdas/domain/configuration/route.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { HeldMail } from '../../lambdas/domain/delivery/held-mail.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import { type HoldSubject, holdSubjectOf } from '../../lambdas/domain/delivery/legal-hold.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { decodeReceipt } from '../../lambdas/domain/mail/receipt.ts';
import type { SubjectHash } from '../../lambdas/domain/mail/subject-hash.ts';
import { cluesOf } from '../../lambdas/domain/threads/thread-clues.ts';
import { threadIds } from '../../lambdas/domain/threads/thread-marks.ts';

/** Rows of the ledger that one call reads at most: a page is done in a fraction of the time for which a release waits. */
const rowsPerPage = 500;

type ScanKey = Readonly<Record<string, string>>;

/** The row of a mail, with the holds on it. */
export interface WalkedMail extends MailRecord {
  readonly heldBy?: readonly string[];
}

/** A page of the scan of the ledger. */
interface MailPage {
  readonly mails: readonly WalkedMail[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: ScanKey;
}

/** A mail as holds see it, with everything that is kept of it. */
interface StoredMail {
  readonly subject: HoldSubject;
  readonly mail: HeldMail;
  /** Whether its event is not stored any more: its Message-ID and its place in conversations are not known. */
  readonly isWithoutEvent: boolean;
}

/** All mail that the ledger knows. */
export interface StoredMails {
  /**
   * Every mail, a page at a time.
   *
   * @param from where to go on
   */
  pages(from: ScanKey | undefined): AsyncGenerator<MailPage>;
  /**
   * Copies of a mail share its event, and each has the deliveries to its own recipients.
   *
   * @param deliveries of the mail alone, to put a hold on it; or of all copies, to take a hold off: it is off them all then
   */
  load(record: MailRecord, deliveries: 'own' | 'all'): Promise<StoredMail>;
}

interface StoredMailPorts {
  readonly platform: Pick<StoragePlatform, 'dynamo' | 's3'>;
  readonly ledgerTable: string;
  readonly controlTable: string;
  readonly buckets: { readonly mail: string; readonly attachments: string };
  readonly subjectHash: () => Promise<SubjectHash>;
  /** The keys of tenants whose events are sealed. */
  readonly tenantKeys: TenantKeyReader;
}

export function createStoredMails(ports: StoredMailPorts): StoredMails {
  const { platform, ledgerTable, controlTable } = ports;
  const control = createDynamoControl(platform.dynamo, controlTable, () => Date.now());
  return {
    pages: (from) => mailPages(platform.dynamo, ledgerTable, from),
    load: async (record, which) =>
      loadMail(ports, record, which, await control.integrations(), await ports.subjectHash()),
  };
}

async function* mailPages(
  dynamo: StoragePlatform['dynamo'],
  TableName: string,
  from: ScanKey | undefined,
): AsyncGenerator<MailPage> {
  for (let start: ScanKey | undefined = from, isFirst = true; isFirst || start !== undefined; isFirst = false) {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new ScanCommand({
        TableName,
        ConsistentRead: true,
        Limit: rowsPerPage,
        FilterExpression: 'sk = :mail',
        ExpressionAttributeValues: { ':mail': 'MAIL' },
        ...compact({ ExclusiveStartKey: start }),
      }),
    );
    start = LastEvaluatedKey;
    const mails = Items.map((row) => compact({ ...toMailRecord(row), heldBy: heldByOf(row) }));
    yield compact({ mails, next: start });
  }
}

async function loadMail(
  ports: StoredMailPorts,
  record: MailRecord,
  which: 'own' | 'all',
  integrations: readonly Integration[],
  subjectFor: SubjectHash,
): Promise<StoredMail> {
  const { mailId, objectKey, receivedAt, recipients, eventId, receipt } = record;
  const [rows, known, storedReceipt] = await Promise.all([
    eventId === undefined ? [] : eventRows(ports, eventId),
    eventId === undefined ? undefined : readEvent(ports, eventId),
    receipt === undefined ? readObject(ports, receiptKey(mailId)) : undefined,
  ]);
  const keys = new Set(recipients.map(({ integration }) => integration));
  const deliveries = (toEventRows(rows)?.deliveries ?? []).filter(
    (each) => which === 'all' || keys.has(ownerKeyOf(each.integration)),
  );
  const subject = holdSubjectOf({
    receivedAt,
    mailFrom: receipt?.mailFrom ?? senderIn(storedReceipt),
    recipients,
    deliveries,
    event: known,
  });
  const routed = tenantsOf(
    recipients.map(({ address }) => address),
    integrations,
  );
  return {
    subject: { ...subject, tenants: [...new Set([...subject.tenants, ...routed])] },
    isWithoutEvent: eventId !== undefined && known === undefined,
    mail: compact({
      mailId,
      objectKey,
      receivedAt,
      hasReceipt: true,
      event:
        eventId === undefined
          ? undefined
          : compact({
              eventId,
              externalId: String(rows.find(({ sk }) => sk === 'EVENT')?.externalId ?? known?.externalId ?? ''),
              messageId: known?.message.messageId,
              attachments: await attachmentKeys(ports, eventId),
              deliveries: deliveries.map(({ integration }) => ({ eventId, integration })),
              conversations: known === undefined ? [] : conversationsOf(known, deliveries, integrations, subjectFor),
            }),
    }),
  };
}

async function eventRows({ platform, ledgerTable }: StoredMailPorts, eventId: string): Promise<Row[]> {
  const { Items = [] } = await platform.dynamo.send(
    new QueryCommand({
      TableName: ledgerTable,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': eventRowKey(eventId).pk },
      ConsistentRead: true,
    }),
  );
  return Items;
}

/** @returns undefined when it is not stored any more, or its tenant's key was destroyed */
async function readEvent(ports: StoredMailPorts, eventId: string): Promise<EmailReceived | undefined> {
  const bytes = await readObject(ports, eventKey(eventId));
  return bytes && openStoredEvent(ports.tenantKeys, bytes, eventId);
}

/** The newest version of an object that there is, also where a lifecycle rule has hidden it. */
async function readObject({ platform, buckets }: StoredMailPorts, key: string): Promise<Uint8Array | undefined> {
  const versions = createObjectVersions(platform.s3);
  const stored = (await versions.of(buckets.mail, [key])).filter(({ isMarker }) => !isMarker);
  const [newest] = stored.toSorted((left, right) => right.storedAt.getTime() - left.storedAt.getTime());
  return newest && versions.read(buckets.mail, newest);
}

/** The envelope sender in a stored receipt. */
function senderIn(receipt: Uint8Array | undefined): string | undefined {
  if (receipt === undefined) return undefined;
  try {
    return decodeReceipt(JSON.parse(new TextDecoder().decode(receipt))).mailFrom;
  } catch {
    // A receipt that no version can read says nothing.
    return undefined;
  }
}

async function attachmentKeys({ platform, buckets }: StoredMailPorts, eventId: string): Promise<string[]> {
  const keys = new Set<string>();
  for await (const page of createObjectVersions(platform.s3).under(buckets.attachments, `attachments/${eventId}/`))
    for (const { key } of page) keys.add(key);
  return [...keys];
}

/** The place of a mail in the conversations of each tenant that got it. */
const conversationsOf = (
  event: EmailReceived,
  deliveries: readonly Delivery[],
  integrations: readonly Integration[],
  subjectFor: SubjectHash,
) =>
  [...Map.groupBy(deliveries, ({ tenant }) => tenant)].map(([tenant, own]) => {
    const threadHeaders = integrations.flatMap((each) => (each.tenant === tenant ? (each.threadHeader ?? []) : []));
    const [first] = own;
    return {
      tenant,
      ids: threadIds(cluesOf(event, tenant, subjectFor, { token: first?.token, threadHeaders })),
      threads: [...new Set(own.flatMap(({ threadKey, aliases = [] }) => [threadKey, ...aliases]))],
    };
  });
