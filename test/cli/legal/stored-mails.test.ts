import { randomBytes } from 'node:crypto';
import { GetObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { createStoredMails } from '../../../cli/legal/stored-mails.ts';
import { writeIntegrations } from '../../../lambdas/aws/dynamo-control.ts';
import { createDynamoLedger } from '../../../lambdas/aws/dynamo-ledger.ts';
import { createHoldKeeper } from '../../../lambdas/aws/hold-keeper.ts';
import { sealEvent } from '../../../lambdas/aws/sealed-event.ts';
import type { MailRecord } from '../../../lambdas/domain/delivery/ledger.ts';
import { aDelivery, anEvent, anIntegration, subjectFor } from '../../helpers/builders.ts';
import { useTestDynamo } from '../../helpers/dynamo.ts';

const database = useTestDynamo();
const receivedAt = '2026-11-20T09:00:00.000Z';
const event = { ...anEvent({ messageId: 'm1@x.example', references: ['m0@x.example'] }), messageId: 'm1@x.example' };
const sealed = { ...event, eventId: `evt_${'5'.repeat(32)}` };
const keys = new Map([['acme', randomBytes(32)]]);
const delivery = aDelivery(event, { threadKey: 'kept', aliases: ['merged'] });
const notification = {
  notificationType: 'Received',
  mail: { messageId: 'bad', timestamp: receivedAt, source: 'ada@customer.example' },
  receipt: {
    recipients: ['sales@inbound.localhost'],
    action: { objectKey: 'inbound/bad', bucketName: 'mail' },
  },
};

/** Objects by bucket and key; each has one version, behind a marker where it is hidden. */
const objects = new Map<string, { readonly body: string | Uint8Array; readonly isHidden?: boolean }>([
  [`mail/events/${event.eventId}.json`, { body: JSON.stringify(event), isHidden: true }],
  [`mail/events/${sealed.eventId}.json`, { body: sealEvent(sealed, keys) }],
  ['mail/receipts/bad.json', { body: JSON.stringify(notification) }],
  [`files/attachments/${event.eventId}/0`, { body: 'a,b' }],
]);
const s3 = {
  async send(command: unknown) {
    if (command instanceof GetObjectCommand) {
      const { Bucket, Key } = command.input;
      const { body } = objects.get(`${Bucket}/${Key}`)!;
      return { Body: { transformToByteArray: async () => Buffer.from(body) } };
    }
    if (!(command instanceof ListObjectVersionsCommand)) throw new Error('another call');
    const { Bucket, Prefix } = command.input;
    const found = [...objects].filter(([name]) => name.startsWith(`${Bucket}/${Prefix}`));
    const keyOf = (name: string) => name.slice(`${Bucket}/`.length);
    return {
      Versions: found.map(([name, { isHidden }]) => ({
        Key: keyOf(name),
        VersionId: 'v1',
        IsLatest: !isHidden,
        LastModified: new Date(receivedAt),
      })),
      DeleteMarkers: found.flatMap(([name, { isHidden }]) =>
        isHidden ? [{ Key: keyOf(name), VersionId: 'marker', IsLatest: true, LastModified: new Date() }] : [],
      ),
    };
  },
} as unknown as S3Client;

const stored = (known: ReadonlyMap<string, Uint8Array> = new Map()) => {
  const { dynamo, ledgerTable, controlTable } = database();
  return createStoredMails({
    platform: { dynamo, s3 },
    ledgerTable,
    controlTable,
    buckets: { mail: 'mail', attachments: 'files' },
    subjectHash: async () => subjectFor,
    tenantKeys: { keyOf: async (tenant) => known.get(tenant) },
  });
};
const aRecord = (mailId: string, changes: Partial<MailRecord>): MailRecord => ({
  mailId,
  objectKey: `inbound/${mailId}`,
  receivedAt,
  state: 'parsed',
  recipients: [{ address: 'sales@inbound.localhost', integration: 'sales' }],
  ...changes,
});
const good = aRecord('good', { eventId: event.eventId, receipt: { mailFrom: 'bounce@customer.example' } as never });
const encrypted = aRecord('encrypted', {
  eventId: sealed.eventId,
  receipt: { mailFrom: 'b@customer.example' } as never,
});
const bad = aRecord('bad', { state: 'quarantined', recipients: [{ address: 'sales@inbound.localhost' }] });

beforeAll(async () => {
  const { dynamo, platform, ledgerTable, controlTable } = database();
  const nothing = { connections: {}, integrations: [] };
  await writeIntegrations(dynamo, controlTable, nothing, { connections: {}, integrations: [anIntegration()] }, 'ada');
  const ledger = createDynamoLedger(platform, ledgerTable);
  await ledger.recordMail(good, event, [delivery]);
  await ledger.recordMail(encrypted, sealed, [aDelivery(sealed)]);
  await ledger.recordMail(bad);
});

describe('createStoredMails', () => {
  it('loads a mail with all that is kept of it, also where a lifecycle rule has hidden its event', async () => {
    const { subject, mail, isWithoutEvent } = await stored().load(good, 'own');

    expect(subject).toMatchObject({ tenants: ['acme'], threads: ['kept', 'merged'], receivedAt });
    expect(subject.addresses).toEqual(
      expect.arrayContaining(['bounce@customer.example', 'ada@customer.example', 'sales@inbound.localhost']),
    );
    expect(isWithoutEvent).toBe(false);
    expect(mail.event).toMatchObject({
      externalId: event.externalId,
      messageId: 'm1@x.example',
      attachments: [`attachments/${event.eventId}/0`],
      deliveries: [{ eventId: event.eventId, integration: 'sales' }],
      conversations: [{ tenant: 'acme', threads: ['kept', 'merged'] }],
    });
    expect(mail.event?.conversations[0]?.ids).toEqual(expect.arrayContaining(['m1@x.example', 'm0@x.example']));
  });

  it('opens an event that is stored under a key of the tenant, and goes without one whose key was destroyed', async () => {
    const opened = await stored(keys).load(encrypted, 'own');
    const closed = await stored().load(encrypted, 'own');

    expect(opened.subject.addresses).toContain('ada@customer.example');
    expect(opened.mail.event?.conversations[0]?.ids).toEqual(expect.arrayContaining(['m1@x.example']));
    expect(closed).toMatchObject({ isWithoutEvent: true, mail: { event: { eventId: sealed.eventId } } });
  });

  it('knows sender and tenant of a mail that could not be read, by its receipt', async () => {
    const { subject, mail } = await stored().load(bad, 'own');

    expect(subject).toEqual({
      receivedAt,
      tenants: ['acme'],
      threads: [],
      addresses: ['ada@customer.example', 'sales@inbound.localhost'],
    });
    expect(mail).toEqual({ mailId: 'bad', objectKey: 'inbound/bad', receivedAt, hasReceipt: true });
  });

  it('says where an event is gone: its rows are found by the ledger alone', async () => {
    const gone = aRecord('gone', { eventId: 'evt_gone' });

    expect(await stored().load(gone, 'own')).toMatchObject({
      isWithoutEvent: true,
      mail: { event: { eventId: 'evt_gone', attachments: [], conversations: [] } },
    });
  });

  it('lists all mails, with the holds on each', async () => {
    const { dynamo, ledgerTable, threadsTable } = database();
    const keeper = createHoldKeeper({
      dynamo,
      environment: {},
      now: () => new Date(),
      ledgerTable,
      threadsTable,
      mailBucket: 'mail',
      attachmentsBucket: 'files',
      setLocks: async () => 0,
    });
    await keeper.put((await stored().load(bad, 'own')).mail, ['hold_1']);
    const [page] = await Array.fromAsync(stored().pages(undefined));

    expect(page?.mails.map(({ mailId, heldBy }) => [mailId, heldBy]).toSorted()).toEqual([
      ['bad', ['hold_1']],
      ['encrypted', undefined],
      ['good', undefined],
    ]);
  });
});
