import { createDynamoOutboundIndex } from '../../lambdas/aws/dynamo-outbound-index.ts';
import type { ThreadClues } from '../../lambdas/domain/threads/thread-entry.ts';
import { subjectFor } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';
import { ada, cluesOfMail, from, sentMail } from '../helpers/thread-mails.ts';
import { createThreadResolver } from '../helpers/thread-resolver.ts';

const database = useTestDynamo();
let tenants = 0;
const aTenant = () => `outbound-${tenants++}`;
const threads = () => createThreadResolver(database());
const outbound = () =>
  createDynamoOutboundIndex(database().dynamo, database().threadsTable, async () => subjectFor, 400);

describe('createDynamoOutboundIndex', () => {
  const answer = (tenant: string, eventId: string, address: string) =>
    cluesOfMail(tenant, eventId, { ...from(tenant, address), to: [], references: ['sent@ours.example'] });

  it('keeps the conversation of a recipient’s answer that came before the Send event of SES', async () => {
    const tenant = aTenant();
    const early = await threads().resolve(answer(tenant, 'early', ada));
    await outbound().learn(tenant, sentMail([ada]));

    const later = await threads().resolve(answer(tenant, 'later', ada));

    expect(later).toMatchObject({ key: early.key, matchedBy: 'outbound', campaign: { recordId: 'deal-51007' } });
  });

  it.each<[string, (tenant: string) => ThreadClues]>([
    ['named its id', (tenant) => answer(tenant, 'early', 'mallory@evil.example')],
    ['mailed under its id', (tenant) => cluesOfMail(tenant, 'sent@ours.example', from(tenant, 'mallory@evil.example'))],
  ])('keeps our mail out of the conversation of a stranger who %s first', async (_case, hostile) => {
    const tenant = aTenant();
    const theirs = await threads().resolve(hostile(tenant));
    await outbound().learn(tenant, sentMail([ada]));

    const later = await threads().resolve(answer(tenant, 'later', ada));

    expect(later).toMatchObject({ matchedBy: 'outbound', campaign: { recordId: 'deal-51007' } });
    expect(later.key).not.toBe(theirs.key);
  });
});
