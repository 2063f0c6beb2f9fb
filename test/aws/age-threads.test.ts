import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ageThreads } from '../../lambdas/aws/age-threads.ts';
import { messageRow } from '../../lambdas/aws/thread-rows.ts';
import { sha256 } from '../../lambdas/domain/mail/identity.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';
import { ada, cluesOfMail, from } from '../helpers/thread-mails.ts';
import { createThreadResolver } from '../helpers/thread-resolver.ts';

const database = useTestDynamo();
let tenants = 0;
const aTenant = () => `aged-${tenants++}`;
const threads = () => createThreadResolver(database());

async function rowsOf(tenant: string): Promise<Array<Record<string, unknown>>> {
  const { Items = [] } = await database().dynamo.send(new ScanCommand({ TableName: database().threadsTable }));
  return Items.filter(({ pk }) => String(pk).includes(`#${tenant}`));
}

describe('ageThreads', () => {
  it('gives rows of earlier versions a time to live and takes their hashes, and their conversation goes on', async () => {
    const tenant = aTenant();
    const unkeyed = sha256(tenant, ada).slice(0, 32);
    const old = { threadKey: 'old', threadSince: '2026-11-01T00:00:00.000Z', sender: unkeyed, participants: [unkeyed] };
    await database().dynamo.send(
      new PutCommand({ TableName: database().threadsTable, Item: { pk: messageRow(tenant, 'a'), ...old } }),
    );
    const joined = await threads().resolve(cluesOfMail(tenant, 'b', { references: ['a'] }));
    const now = new Date('2026-11-20T00:00:00.000Z');
    const age = (isDry: boolean) => ageThreads(database().dynamo, database().threadsTable, now, isDry);

    expect([await age(true), await age(false), await age(false)]).toEqual([1, 1, 0]);

    expect(joined).toMatchObject({ key: 'old', aliases: [] });
    const text = JSON.stringify(await rowsOf(tenant));
    expect(text).not.toContain(unkeyed);
    expect((await threads().resolve(cluesOfMail(tenant, 'c', { references: ['a'] }))).key).toBe('old');
    const reused = await threads().resolve(cluesOfMail(tenant, 'a', from(tenant, 'mallory@evil.example')));
    expect(reused.key).not.toBe('old');
  });
});
