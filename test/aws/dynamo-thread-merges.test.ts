import { createThreadMerges } from '../../lambdas/aws/dynamo-thread-merges.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';
import { cluesOfMail } from '../helpers/thread-mails.ts';
import { createThreadResolver } from '../helpers/thread-resolver.ts';

const database = useTestDynamo();
let tenants = 0;
const aTenant = () => `merges-${tenants++}`;
const threads = () => createThreadResolver(database());
const merges = () => createThreadMerges(database().dynamo, database().threadsTable);

describe('createThreadMerges', () => {
  it('names the mail that merged conversations, and parts them again, also for mail that came since', async () => {
    const tenant = aTenant();
    const older = await threads().resolve(cluesOfMail(tenant, 'a'));
    const younger = await threads().resolve(cluesOfMail(tenant, 'b', { receivedAt: '2026-11-20T10:00:00.000Z' }));
    await threads().resolve(cluesOfMail(tenant, 'c', { references: ['a', 'b'] }));
    expect((await threads().resolve(cluesOfMail(tenant, 'b2', { references: ['b'] }))).key).toBe(older.key);
    const [merge] = await merges().of(tenant, older.key);
    expect(merge).toMatchObject({ tenant, thread: younger.key, into: older.key, by: 'evt_c' });
    expect(await merges().of(tenant, younger.key)).toEqual([merge]);

    expect(await merges().undo(merge!, new Date('2026-11-21'))).toBe(true);

    expect(await merges().undo(merge!, new Date('2026-11-21'))).toBe(false);
    expect(await merges().of(tenant, older.key)).toEqual([]);
    expect((await threads().resolve(cluesOfMail(tenant, 'b3', { references: ['b2'] }))).key).toBe(younger.key);
    const again = await threads().resolve(cluesOfMail(tenant, 'd', { references: ['a', 'b'] }));
    expect(again.aliases).toEqual([]);
    expect((await threads().resolve(cluesOfMail(tenant, 'b4', { references: ['b3'] }))).key).toBe(younger.key);
  });

  it('finds no merge of a conversation that nobody has merged', async () => {
    const tenant = aTenant();
    const { key } = await threads().resolve(cluesOfMail(tenant, 'a'));

    expect(await merges().of(tenant, key)).toEqual([]);
    expect(await merges().undo({ tenant, thread: key, into: 'other' }, new Date('2026-11-21'))).toBe(false);
  });
});
