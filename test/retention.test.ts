import { readFileSync } from 'node:fs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createAuditLog } from '../lambdas/aws/audit-log.ts';
import { createForwardings } from '../lambdas/aws/dynamo-forwardings.ts';
import { createDynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { createReviews } from '../lambdas/aws/dynamo-reviews.ts';
import { createRecordScan } from '../lambdas/aws/dynamo-scans.ts';
import { groupOf } from '../lambdas/domain/delivery/delivery.ts';
import { env } from '../lambdas/env.ts';
import { type RetainedKind, readRetention, retainedKinds, retentionText } from '../lambdas/retention.ts';
import { aDelivery, anEvent } from './helpers/builders.ts';
import { useTestDynamo } from './helpers/dynamo.ts';

const retention = { rawDays: 90, eventDays: 400, attachmentDays: 400, ledgerDays: 500 };
const environment = { [env.ledgerDays]: String(retention.ledgerDays) };
const receivedAt = '2026-11-20T10:00:00.000Z';
const at = new Date(receivedAt);
const database = useTestDynamo();

/** The kind of a row, as the table of retention calls it. */
const kindOf = ({ pk, sk }: Record<string, unknown>): string => {
  const [partition = ''] = String(pk).split('#');
  return ['OFFERS', 'REVIEWS', 'FORWARDINGS', 'MESSAGE', 'AUDIT'].includes(partition)
    ? partition
    : String(sk).split('#')[0]!;
};

/** Writes a row of each kind: a mail with a conflict, a delivery that ended, and what belongs to them. */
async function writeEach(): Promise<void> {
  const { dynamo, platform, ledgerTable } = database();
  const ledger = createDynamoLedger({ ...platform, environment }, ledgerTable);
  const event = { ...anEvent({ messageId: 'kept@x.example' }), messageId: 'kept@x.example' };
  const mail = { objectKey: 'inbound/m', receivedAt, state: 'parsed', recipients: [] } as const;
  await ledger.recordMail({ ...mail, mailId: 'm', eventId: event.eventId }, event, [aDelivery(event)]);
  const other = { ...event, eventId: 'evt_other', contentDigest: 'f'.repeat(64) };
  await ledger.recordMail({ ...mail, mailId: 'other', eventId: other.eventId }, other);
  const loaded = (await ledger.load(aDelivery(event), groupOf(aDelivery(event)))).delivery!;
  const remember = { person: 'somebody', known: { contact: '1', at: receivedAt } };
  await ledger.settle(loaded, loaded.fence, { fate: 'delivered', at, isUnleased: true, remember });
  await ledger.records.claim('company', 'holder', at, at);
  await createRecordScan(
    { dynamo, table: ledgerTable },
    environment,
  )({
    eventId: event.eventId,
    part: '0',
    status: 'NO_THREATS_FOUND',
    at: receivedAt,
  });
  const seen = { eventId: event.eventId, integration: 'sales', at: receivedAt };
  const reviews = createReviews(dynamo, ledgerTable, environment);
  await reviews.offer({ ...seen, reasons: [] } as never);
  await reviews.put({ eventId: event.eventId, at: receivedAt, by: 'ada', kind: 'human' });
  await createForwardings(dynamo, ledgerTable).note(seen as never);
  await createAuditLog(platform, ledgerTable, 'redrive')({}, {}, at);
}

describe('rows of the ledger', () => {
  it('carry the time to live that the table of retention says, whatever their kind', async () => {
    await writeEach();
    const { Items = [] } = await database().dynamo.send(new ScanCommand({ TableName: database().ledgerTable }));
    const daysOf = (ttl: unknown): number | 'for ever' =>
      ttl === undefined ? 'for ever' : (Number(ttl) * 1000 - at.getTime()) / 86_400_000;
    const written = new Map(Items.map((row) => [kindOf(row), daysOf(row.ttl)]));
    const wanted = retainedKinds(retention).filter(({ store }) => store === 'ledger');

    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(wanted.map(({ kind, days }) => [kind, days])));
  });
});

/** The defaults of a stage, marked so that the names of the settings stand in the table in place of their days. */
const settings = { rawDays: 1, eventDays: 2, attachmentDays: 3, ledgerDays: 4, logDays: 5 };
const nameOfDays = new Map<RetainedKind['days'], string>([
  [settings.rawDays, '`rawRetentionDays`'],
  [settings.eventDays, '`retention.eventDays`'],
  [settings.attachmentDays, '`retention.attachmentDays`'],
  [settings.ledgerDays, '`retention.ledgerDays`'],
  [settings.logDays, '`logRetentionDays`'],
]);
const lineOf = ({ store, kind, content, days, from }: RetainedKind): string =>
  `| ${store} | ${kind === '' ? '' : `\`${kind}\``} | ${content} | ${nameOfDays.get(days) ?? days}${from === undefined ? '' : ` from the ${from}`} |`;

describe('the table of retention', () => {
  it('is the one of the documentation', () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    const [, table = ''] = /\| store \| kind \| content \| days \|\n\|[-|]+\n((?:\|.*\n)+)/.exec(page) ?? [];

    expect(table.trimEnd().split('\n')).toEqual(retainedKinds(settings).map(lineOf));
  });
});

describe('the settings of retention as one word', () => {
  it('are read as they were written', () => {
    expect(readRetention(retentionText({ ...settings, attachmentArchiveDays: 2 }))).toEqual({
      ...settings,
      attachmentArchiveDays: 2,
    });
  });

  it.each([[undefined], [''], ['nonsense'], ['rawDays:x']])('are the defaults in %j', (text) => {
    expect(readRetention(text)).toEqual({ rawDays: 90, eventDays: 400, attachmentDays: 400, ledgerDays: 400 });
  });
});
