import { createDynamoConsentLedger } from '../../lambdas/aws/dynamo-consent-ledger.ts';
import { createDynamoMemberships, createReadMemberships } from '../../lambdas/aws/dynamo-memberships.ts';
import { createGatheredReads } from '../../lambdas/aws/gathered-reads.ts';
import type { Membership } from '../../lambdas/domain/consent/membership.ts';
import { subjectFor } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const open = () => {
  const { dynamo, platform, consentTable } = database();
  return {
    book: createDynamoMemberships(dynamo, consentTable),
    read: createReadMemberships(createGatheredReads(platform), consentTable),
    ledger: createDynamoConsentLedger(platform, consentTable),
  };
};
const aMembership = (changes: Partial<Membership> = {}): Membership => ({
  source: 'engage',
  id: 'aud_1',
  segment: 'vip',
  state: 'in',
  at: '2026-11-20T09:00:00.000Z',
  evidence: 'm1',
  ...changes,
});

describe('createDynamoMemberships', () => {
  it('keeps a statement once, beside the consent of its address, and reads it back', async () => {
    const { book, read, ledger } = open();
    const subject = subjectFor('acme', 'once@example.org');

    expect(await book.keep('acme', subject, aMembership())).toBe(true);
    expect(await book.keep('acme', subject, aMembership())).toBe(false);
    expect((await read('acme', subject)).entries).toEqual([aMembership()]);
    expect((await ledger.readWithHold('acme', subject, 'google')).memberships.entries).toEqual([aMembership()]);
    expect((await read('other', subject)).entries).toEqual([]);
  });

  it('keeps every statement of those that come at the same moment', async () => {
    const { book, read } = open();
    const subject = subjectFor('acme', 'busy@example.org');
    const ids = ['a', 'b', 'c', 'd', 'e'];

    await Promise.all(ids.map((id) => book.keep('acme', subject, aMembership({ id }))));

    expect((await read('acme', subject)).entries.map(({ id }) => id).toSorted()).toEqual(ids);
  });

  it('forgets the segments of a person who is erased, and keeps none that come later', async () => {
    const { book, read, ledger } = open();
    const subject = subjectFor('acme', 'gone@example.org');
    await book.keep('acme', subject, aMembership());

    await ledger.erase('acme', subject);

    expect((await read('acme', subject)).entries).toEqual([]);
    expect(await book.keep('acme', subject, aMembership({ at: '2026-12-01T00:00:00.000Z' }))).toBe(false);
    expect((await read('acme', subject)).entries).toEqual([]);
  });
});
