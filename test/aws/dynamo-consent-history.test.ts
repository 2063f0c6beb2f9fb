import { createDynamoConsentHistory } from '../../lambdas/aws/dynamo-consent-history.ts';
import { createDynamoConsentLedger } from '../../lambdas/aws/dynamo-consent-ledger.ts';
import type { NewConsentChange } from '../../lambdas/domain/consent/change.ts';
import { defaultConsentPolicy } from '../../lambdas/domain/consent/eligibility.ts';
import { aChange } from '../helpers/consent.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const history = () => createDynamoConsentHistory(database().dynamo, database().consentTable);
const day = (date: number): string => `2026-11-${String(date).padStart(2, '0')}T09:00:00.000Z`;

async function apply(changes: Partial<NewConsentChange>) {
  const change = aChange(changes);
  const ledger = createDynamoConsentLedger(database().platform, database().consentTable);
  await ledger.apply(change, defaultConsentPolicy, []);
  return change;
}

describe('createDynamoConsentHistory', () => {
  it('gives the changes of a subject in the order of their times, without the address', async () => {
    const late = await apply({ tenant: 'one', at: day(9), evidence: 'b' });
    const early = await apply({ tenant: 'one', at: day(8), evidence: 'a' });
    await apply({ tenant: 'one', address: 'bob@example.org' });

    const entries = await history().history('one', late.subject);

    expect(entries.map(({ changeId }) => changeId)).toEqual([early.changeId, late.changeId]);
    expect(entries[0]).not.toHaveProperty('address');
    expect(entries[0]).not.toHaveProperty('pk');
  });

  it('gives unproven changes for review since a time, oldest first', async () => {
    await apply({ tenant: 'reviewed', receivedAt: day(1), standing: 'unproven', evidence: 'a' });
    const second = await apply({ tenant: 'reviewed', receivedAt: day(3), standing: 'hint', evidence: 'b' });
    const first = await apply({ tenant: 'reviewed', receivedAt: day(2), standing: 'unproven', evidence: 'c' });
    await apply({ tenant: 'reviewed', receivedAt: day(4), evidence: 'd' });

    const entries = await Array.fromAsync(history().forReview('reviewed', new Date(day(2))));

    expect(entries.map(({ changeId }) => changeId)).toEqual([first.changeId, second.changeId]);
  });

  it('gives all statements of some sources in a period, for one tenant', async () => {
    const wanted = await apply({ tenant: 'scanned', receivedAt: day(5), source: 'crm' });
    await apply({ tenant: 'scanned', receivedAt: day(5), source: 'one-click' });
    await apply({ tenant: 'scanned', receivedAt: day(7), source: 'crm' });
    await apply({ tenant: 'scanned-too', receivedAt: day(5), source: 'crm' });

    const period = { since: new Date(day(4)), until: new Date(day(6)) };
    const entries = await Array.fromAsync(history().statementsOf('scanned', { sources: ['crm', 'mail'], ...period }));

    expect(entries.map(({ changeId }) => changeId)).toEqual([wanted.changeId]);
  });
});
