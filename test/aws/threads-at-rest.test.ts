import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoOutboundIndex } from '../../lambdas/aws/dynamo-outbound-index.ts';
import { sha256 } from '../../lambdas/domain/mail/identity.ts';
import { subjectFor } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';
import { ada, cluesOfMail, from, sentMail } from '../helpers/thread-mails.ts';
import { createThreadResolver } from '../helpers/thread-resolver.ts';

const sales = 'sales@inbound.localhost';

const database = useTestDynamo();
let tenants = 0;
const aTenant = () => `rest-${tenants++}`;
const threads = () => createThreadResolver(database());
const outbound = () =>
  createDynamoOutboundIndex(database().dynamo, database().threadsTable, async () => subjectFor, 400);

async function rowsOf(tenant: string): Promise<Array<Record<string, unknown>>> {
  const { Items = [] } = await database().dynamo.send(new ScanCommand({ TableName: database().threadsTable }));
  return Items.filter(({ pk }) => String(pk).includes(`#${tenant}`));
}

describe('the threads table', () => {
  it('gives every row a time to live, and holds no hash from which an address can be guessed', async () => {
    const tenant = aTenant();
    await threads().resolve(cluesOfMail(tenant, 'a'));
    await threads().resolve(cluesOfMail(tenant, 'b'));
    await threads().resolve(cluesOfMail(tenant, 'a', from(tenant, 'else@customer.example')));
    await threads().resolve(cluesOfMail(tenant, 'c', { references: ['a', 'b', 'unseen'] }));
    await outbound().learn(tenant, sentMail([ada]));

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

  it('keeps a merge as long as its mail', async () => {
    const tenant = aTenant();
    await threads().resolve(cluesOfMail(tenant, 'a'));
    const younger = await threads().resolve(cluesOfMail(tenant, 'b', { receivedAt: '2026-11-20T10:00:00.000Z' }));
    await threads().resolve(
      cluesOfMail(tenant, 'c', { references: ['a', 'b'], receivedAt: '2026-11-20T11:00:00.000Z' }),
    );
    const ttlOf = async () => (await rowsOf(tenant)).find(({ pk }) => pk === `T#${tenant}#${younger.key}`)?.ttl;
    const before = Number(await ttlOf());

    await threads().resolve(cluesOfMail(tenant, 'd', { references: ['b'], receivedAt: '2027-01-20T11:00:00.000Z' }));

    expect(Number(await ttlOf()) - before).toBe(61 * 86_400);
  });
});
