import { readFileSync } from 'node:fs';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createAuditLog } from '../lambdas/aws/audit-log.ts';
import { createBrake } from '../lambdas/aws/dynamo-brake.ts';
import { createDynamoConsentLedger } from '../lambdas/aws/dynamo-consent-ledger.ts';
import { createDynamoContactMemory } from '../lambdas/aws/dynamo-contact-memory.ts';
import { createDealMoves } from '../lambdas/aws/dynamo-deal-moves.ts';
import { createFeedAcks } from '../lambdas/aws/dynamo-feed-acks.ts';
import { createFeedWriter } from '../lambdas/aws/dynamo-feed-writer.ts';
import { createForwardings } from '../lambdas/aws/dynamo-forwardings.ts';
import { createDynamoIntakeTokens } from '../lambdas/aws/dynamo-intake-tokens.ts';
import { createDynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { createDynamoMemberships } from '../lambdas/aws/dynamo-memberships.ts';
import { createDynamoProviderBook } from '../lambdas/aws/dynamo-provider-book.ts';
import { createRequestCounter } from '../lambdas/aws/dynamo-quotas.ts';
import { createReadMarks } from '../lambdas/aws/dynamo-read-marks.ts';
import { createDynamoReplayJobs } from '../lambdas/aws/dynamo-replay-jobs.ts';
import { createReviews } from '../lambdas/aws/dynamo-reviews.ts';
import type { Row } from '../lambdas/aws/dynamo-row.ts';
import { createRecordScan } from '../lambdas/aws/dynamo-scans.ts';
import { createDynamoTokenCache } from '../lambdas/aws/dynamo-token-cache.ts';
import { canaryKey } from '../lambdas/aws/ledger-rows.ts';
import { createMailIndexWriter } from '../lambdas/aws/mail-index-writer.ts';
import { rowKindOf, type TableStore } from '../lambdas/aws/row-kinds.ts';
import { createSweepMark } from '../lambdas/aws/sweep-mark.ts';
import { createMappingsSeen, createPollMarks } from '../lambdas/aws/watermark.ts';
import { changeOf } from '../lambdas/domain/consent/change.ts';
import { groupOf } from '../lambdas/domain/delivery/delivery.ts';
import { env } from '../lambdas/env.ts';
import { type RetainedKind, readRetention, retainedKinds, retentionText } from '../lambdas/retention.ts';
import { aDelivery, anEvent, subjectFor } from './helpers/builders.ts';
import { useTestDynamo } from './helpers/dynamo.ts';

const retention = { rawDays: 90, eventDays: 400, attachmentDays: 400, ledgerDays: 500, inactiveDays: 300 };
const environment = { [env.ledgerDays]: String(retention.ledgerDays) };
const receivedAt = '2026-11-20T10:00:00.000Z';
const at = new Date(receivedAt);
const database = useTestDynamo();

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
  await writeWorkingRows(event.eventId);
}

/** Writes the rows that the work itself needs. */
async function writeWorkingRows(eventId: string): Promise<void> {
  const { dynamo, ledgerTable: table } = database();
  const platform = { ...database().platform, environment, now: () => at, serverNow: () => at };
  const ledger = createDynamoLedger(platform, table);
  await createReadMarks(platform, table).begin('read', false);
  await createDynamoContactMemory(dynamo, table).keep('asked', { at: receivedAt } as never);
  await createDynamoTokenCache(platform, table).write('account', { token: 't', until: at });
  await createBrake(dynamo, table)({ key: 'window', until: at }, eventId, 10);
  await createDealMoves(dynamo, table).write('main', 'deal', {
    eventId,
    at: receivedAt,
    stage: 's',
    writtenAt: receivedAt,
  });
  await ledger.guard('sales#t', eventId, 'r', at);
  await createPollMarks(dynamo, table).set('main', at);
  await createMappingsSeen(dynamo, table).set({ at, errors: 0 });
  await createSweepMark(dynamo, table).set({ ranAt: at });
  await dynamo.send(new PutCommand({ TableName: table, Item: { ...canaryKey, flight: {} } }));
  const item = {
    eventId,
    integration: 'sales',
    tenant: 'acme',
    threadKey: 't',
    lane: 'conversation',
    receivedAt,
  } as const;
  const quota = { name: 'day', limit: 1, startsAt: receivedAt, endsAt: at };
  await createRequestCounter({ dynamo, table })('key', quota);
  await createFeedWriter(platform, table)('acme', [item]);
  await createFeedAcks({ dynamo, table }, environment).acknowledge({ tenant: 'acme', name: 'n' }, [1], at);
  const index = createMailIndexWriter({
    platform,
    table,
    subjectHash: async () => subjectFor,
    mail: { getEvent: async () => anEvent() },
  });
  await index([{ eventId: anEvent({ messageId: 'kept@x.example' }).eventId }]);
  await createDynamoReplayJobs({ dynamo, table }).create({ id: 'rpl_1', createdAt: receivedAt } as never);
}

const policy = { requireOptIn: false, softBounces: { count: 3, days: 7 } } as never;

/** Writes a row of each kind of the consent table. */
async function writeConsent(): Promise<void> {
  const { dynamo, platform, consentTable: table } = database();
  const consent = createDynamoConsentLedger(platform, table);
  const statement = {
    tenant: 'acme',
    address: 'ada@customer.example',
    signal: 'unsubscribe',
    source: 'cli',
    evidence: 'e',
    contactId: '9',
    at: receivedAt,
    receivedAt,
  } as const;
  await consent.apply(changeOf(statement, subjectFor), policy, ['main']);
  await consent.apply(changeOf({ ...statement, standing: 'hint', evidence: 'f' }, subjectFor), policy, []);
  const book = createDynamoProviderBook(dynamo, table);
  await book.count('acme', 'google', at, 'complaints');
  await book.hold('acme', { provider: 'google', reason: 'complaints', since: receivedAt, rate: 1 });
  await createDynamoIntakeTokens(dynamo, table)('segment', 'token', 'body', at);
  const subject = subjectFor('acme', 'ada@customer.example');
  await createDynamoMemberships(dynamo, table).keep('acme', subject, {
    source: 's',
    id: '1',
    segment: 'x',
    state: 'in',
    at: receivedAt,
    evidence: 'e',
  });
}

/** The end of a row as the table of retention says it. */
function endOf(row: Row, kinds: readonly RetainedKind[], store: TableStore): RetainedKind['days'] {
  const days = kinds.find((each) => each.store === store && each.kind === rowKindOf(store, row))?.days;
  if (row.ttl === undefined) return days === 'while needed' ? days : 'for ever';
  return days === 'own validity' ? days : (Number(row.ttl) * 1000 - at.getTime()) / 86_400_000;
}

describe.each([
  ['ledger', writeEach, () => database().ledgerTable],
  ['consent', writeConsent, () => database().consentTable],
] as const)('rows of the %s table', (store, write, tableName) => {
  it('have the end that the table of retention says, and no kind is missing there', async () => {
    await write();
    const { Items = [] } = await database().dynamo.send(new ScanCommand({ TableName: tableName() }));
    const kinds = retainedKinds(retention);
    const written = Items.map((row) => [rowKindOf(store, row), endOf(row, kinds, store)]);
    const wanted = kinds.filter((kind) => kind.store === store).map(({ kind, days }) => [kind, days]);

    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(wanted));
  });
});

/** The defaults of a stage, marked so that the names of the settings stand in the table in place of their days. */
const settings = {
  rawDays: 10_001,
  eventDays: 10_002,
  attachmentDays: 10_003,
  ledgerDays: 10_004,
  logDays: 10_005,
  inactiveDays: 10_006,
};
const nameOfDays = new Map<RetainedKind['days'], string>([
  [settings.rawDays, '`rawRetentionDays`'],
  [settings.eventDays, '`retention.eventDays`'],
  [settings.attachmentDays, '`retention.attachmentDays`'],
  [settings.ledgerDays, '`retention.ledgerDays`'],
  [settings.logDays, '`logRetentionDays`'],
  [settings.inactiveDays, '`retention.inactiveDays`'],
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
