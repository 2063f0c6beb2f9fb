import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ageThreads } from '../../lambdas/aws/age-threads.ts';
import { createDynamoOutboundIndex } from '../../lambdas/aws/dynamo-outbound-index.ts';
import { createDynamoThreadIndex } from '../../lambdas/aws/dynamo-thread-index.ts';
import { createThreadMerges } from '../../lambdas/aws/dynamo-thread-merges.ts';
import { messageRow } from '../../lambdas/aws/thread-rows.ts';
import { sha256 } from '../../lambdas/domain/mail/identity.ts';
import { cluesOf } from '../../lambdas/domain/threads/thread-clues.ts';
import type { ThreadClues } from '../../lambdas/domain/threads/thread-entry.ts';
import { anEvent, subjectFor } from '../helpers/builders.ts';
import { startTestDynamo, type TestDynamo } from '../helpers/dynamo.ts';

const ada = 'ada@customer.example';
const sales = 'sales@inbound.localhost';

let database: TestDynamo;
beforeAll(async () => {
  database = await startTestDynamo();
}, 30_000);
afterAll(() => database.stop());

let tenants = 0;
const aTenant = () => `rest-${tenants++}`;
const threads = () => createDynamoThreadIndex(database.platform, database.threadsTable);
const outbound = () => createDynamoOutboundIndex(database.dynamo, database.threadsTable, async () => subjectFor);
const merges = () => createThreadMerges(database.dynamo, database.threadsTable);

const mail = (tenant: string, messageId: string, changes: Partial<ThreadClues> = {}): ThreadClues => ({
  ...cluesOf(anEvent({ messageId, subject: 'Prices for 40 seats' }), tenant, subjectFor),
  eventId: `evt_${messageId}`,
  ...changes,
});
const from = (tenant: string, address: string): Partial<ThreadClues> => ({ from: subjectFor(tenant, address) });

async function rowsOf(tenant: string): Promise<Array<Record<string, unknown>>> {
  const { Items = [] } = await database.dynamo.send(new ScanCommand({ TableName: database.threadsTable }));
  return Items.filter(({ pk }) => String(pk).includes(`#${tenant}`));
}

/** A mail that the account sent, as SES says it. */
const sent = (recipients: readonly string[]) => ({
  messageIds: ['sent@ours.example'],
  at: '2026-11-20T08:00:00.000Z',
  recipients: [...recipients],
  campaign: { recordId: 'deal-51007' },
});

describe('the threads table', () => {
  it('is left by every row some day, and holds no hash that an address can be guessed by', async () => {
    const tenant = aTenant();
    await threads().resolve(mail(tenant, 'a'));
    await threads().resolve(mail(tenant, 'b'));
    await threads().resolve(mail(tenant, 'a', from(tenant, 'else@customer.example')));
    await threads().resolve(mail(tenant, 'c', { references: ['a', 'b', 'unseen'] }));
    await outbound().learn(tenant, sent([ada]));

    const rows = await rowsOf(tenant);

    expect(rows.map(({ pk }) => String(pk)[0]).toSorted()).toEqual(expect.arrayContaining(['M', 'T']));
    const days = rows.map(({ ttl }) => (Number(ttl) - Date.parse('2026-11-20') / 1000) / 86_400);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(400);
    expect(Math.max(...days)).toBeLessThan(402);
    const text = JSON.stringify(rows);
    for (const address of [ada, sales, 'else@customer.example'])
      for (const guess of [address, sha256(address), sha256(tenant, address)])
        expect(text).not.toContain(guess.slice(0, 32));
    expect(text).toContain(subjectFor(tenant, ada));
  });

  it('keeps a merge as long as the mail that it is about', async () => {
    const tenant = aTenant();
    await threads().resolve(mail(tenant, 'a'));
    const younger = await threads().resolve(mail(tenant, 'b', { receivedAt: '2026-11-20T10:00:00.000Z' }));
    await threads().resolve(mail(tenant, 'c', { references: ['a', 'b'], receivedAt: '2026-11-20T11:00:00.000Z' }));
    const ttlOf = async () => (await rowsOf(tenant)).find(({ pk }) => pk === `T#${tenant}#${younger.key}`)?.ttl;
    const before = Number(await ttlOf());

    await threads().resolve(mail(tenant, 'd', { references: ['b'], receivedAt: '2027-01-20T11:00:00.000Z' }));

    expect(Number(await ttlOf()) - before).toBe(61 * 86_400);
  });

  it('says which mail merged conversations, and parts them again, also for mail that came since', async () => {
    const tenant = aTenant();
    const older = await threads().resolve(mail(tenant, 'a'));
    const younger = await threads().resolve(mail(tenant, 'b', { receivedAt: '2026-11-20T10:00:00.000Z' }));
    await threads().resolve(mail(tenant, 'c', { references: ['a', 'b'] }));
    expect((await threads().resolve(mail(tenant, 'b2', { references: ['b'] }))).key).toBe(older.key);
    const [merge] = await merges().of(tenant, older.key);
    expect(merge).toMatchObject({ tenant, thread: younger.key, into: older.key, by: 'evt_c' });
    expect(await merges().of(tenant, younger.key)).toEqual([merge]);

    expect(await merges().undo(merge!, new Date('2026-11-21'))).toBe(true);

    expect(await merges().undo(merge!, new Date('2026-11-21'))).toBe(false);
    expect(await merges().of(tenant, older.key)).toEqual([]);
    expect((await threads().resolve(mail(tenant, 'b3', { references: ['b2'] }))).key).toBe(younger.key);
    const again = await threads().resolve(mail(tenant, 'd', { references: ['a', 'b'] }));
    expect(again.aliases).toEqual([]);
    expect((await threads().resolve(mail(tenant, 'b4', { references: ['b3'] }))).key).toBe(younger.key);
  });
});

describe('rows of versions before', () => {
  it('get a time to live and lose their hashes, and their conversation goes on and stays whose it is', async () => {
    const tenant = aTenant();
    const unkeyed = sha256(tenant, ada).slice(0, 32);
    const old = { threadKey: 'old', threadSince: '2026-11-01T00:00:00.000Z', sender: unkeyed, participants: [unkeyed] };
    await database.dynamo.send(
      new PutCommand({ TableName: database.threadsTable, Item: { pk: messageRow(tenant, 'a'), ...old } }),
    );
    const joined = await threads().resolve(mail(tenant, 'b', { references: ['a'] }));
    const now = new Date('2026-11-20T00:00:00.000Z');
    const age = (isDry: boolean) => ageThreads(database.dynamo, database.threadsTable, now, isDry);

    expect([await age(true), await age(false), await age(false)]).toEqual([1, 1, 0]);

    expect(joined).toMatchObject({ key: 'old', aliases: [] });
    const text = JSON.stringify(await rowsOf(tenant));
    expect(text).not.toContain(unkeyed);
    expect((await threads().resolve(mail(tenant, 'c', { references: ['a'] }))).key).toBe('old');
    const reused = await threads().resolve(mail(tenant, 'a', from(tenant, 'mallory@evil.example')));
    expect(reused.key).not.toBe('old');
  });
});

describe('the index of outbound mail', () => {
  const answer = (tenant: string, eventId: string, address: string) =>
    mail(tenant, eventId, { ...from(tenant, address), to: [], references: ['sent@ours.example'] });

  it('keeps the conversation of a recipient’s answer that came before SES said that the mail was sent', async () => {
    const tenant = aTenant();
    const early = await threads().resolve(answer(tenant, 'early', ada));
    await outbound().learn(tenant, sent([ada]));

    const later = await threads().resolve(answer(tenant, 'later', ada));

    expect(later).toMatchObject({ key: early.key, matchedBy: 'outbound', campaign: { recordId: 'deal-51007' } });
  });

  it.each<[string, (tenant: string) => ThreadClues]>([
    ['named its id', (tenant) => answer(tenant, 'early', 'mallory@evil.example')],
    ['mailed under its id', (tenant) => mail(tenant, 'sent@ours.example', from(tenant, 'mallory@evil.example'))],
  ])('does not go where a stranger is who %s first', async (_case, hostile) => {
    const tenant = aTenant();
    const theirs = await threads().resolve(hostile(tenant));
    await outbound().learn(tenant, sent([ada]));

    const later = await threads().resolve(answer(tenant, 'later', ada));

    expect(later).toMatchObject({ matchedBy: 'outbound', campaign: { recordId: 'deal-51007' } });
    expect(later.key).not.toBe(theirs.key);
  });
});
