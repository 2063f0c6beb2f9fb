import type { BucketFact, SecretFact, StorageFacts, TableFact } from '../../../cli/aws-readiness/facts.ts';
import { storageFindings } from '../../../cli/aws-readiness/storage-checks.ts';
import { codesOf, healthyFacts, healthyStorage } from './healthy-facts.ts';

const findings = (changes: Partial<StorageFacts>) =>
  storageFindings(healthyFacts({ storage: healthyStorage(changes) }));
const [secret, table, bucket] = [
  healthyStorage().secrets[0]!,
  healthyStorage().tables[0]!,
  healthyStorage().buckets[0]!,
];

describe('storageFindings', () => {
  it.each([
    ['Enabled', []],
    ['PendingDeletion', ['problem key-unusable']],
    [undefined, ['problem key-unusable']],
  ])('judges a key in the state %s', (value, codes) => {
    expect(codesOf(findings({ keyState: { value } }))).toEqual(codes);
  });

  it('says how to cancel the deletion of a key', () => {
    expect(findings({ keyState: { value: 'PendingDeletion' } })[0]!.todo).toContain('cancel-key-deletion');
  });

  it.each<{ title: string; changes: Partial<SecretFact>; codes: string[] }>([
    { title: 'accepts a secret with a real value', changes: {}, codes: [] },
    { title: 'reports a missing secret', changes: { state: { value: undefined } }, codes: ['problem secret-missing'] },
    {
      title: 'reports a secret that waits for its deletion',
      changes: { state: { value: { isDeleted: true, hasChanged: true } } },
      codes: ['problem secret-deleted'],
    },
    {
      title: 'reports a secret that nobody has filled',
      changes: { state: { value: { isDeleted: false, hasChanged: false } } },
      codes: ['problem secret-not-filled'],
    },
    {
      title: 'accepts a generated value where no person puts one',
      changes: { isPutByHand: false, state: { value: { isDeleted: false, hasChanged: false } } },
      codes: [],
    },
    {
      title: 'reports a changed address key',
      changes: { id: 'postern/prod/address-key', isPutByHand: false },
      codes: ['problem address-key-changed'],
    },
    { title: 'concludes nothing without an answer', changes: { state: undefined }, codes: [] },
  ])('$title', ({ changes, codes }) => {
    expect(codesOf(findings({ secrets: [{ ...secret, ...changes }] }))).toEqual(codes);
  });

  it.each<{ title: string; changes: Partial<TableFact>; codes: string[] }>([
    { title: 'accepts a table as it was deployed', changes: {}, codes: [] },
    {
      title: 'reports a missing table',
      changes: { description: { value: undefined } },
      codes: ['problem table-missing'],
    },
    { title: 'reports another key', changes: { description: { value: {} } }, codes: ['problem table-key'] },
    { title: 'reports no recovery', changes: { hasRecovery: { value: false } }, codes: ['problem backup-off'] },
    { title: 'reports rows that never expire', changes: { ttl: { value: undefined } }, codes: ['problem ttl-off'] },
    {
      title: 'accepts no expiry of the control table',
      changes: { table: 'control', ttl: { value: undefined } },
      codes: [],
    },
    {
      title: 'concludes nothing without an answer',
      changes: { description: undefined, hasRecovery: undefined, ttl: undefined },
      codes: [],
    },
  ])('$title', ({ changes, codes }) => {
    expect(codesOf(findings({ tables: [{ ...table, ...changes }] }))).toEqual(codes);
  });

  it.each<{ title: string; changes: Partial<BucketFact>; codes: string[] }>([
    { title: 'accepts a bucket as it was deployed', changes: {}, codes: [] },
    {
      title: 'reports a missing bucket',
      changes: { encryption: { value: undefined } },
      codes: ['problem bucket-missing'],
    },
    {
      title: 'reports another algorithm',
      changes: { encryption: { value: { algorithm: 'AES256' } } },
      codes: ['problem bucket-encryption'],
    },
    {
      title: 'reports another key',
      changes: { encryption: { value: { algorithm: 'aws:kms', keyArn: 'arn:other' } } },
      codes: ['problem bucket-encryption'],
    },
    { title: 'reports public access', changes: { isPrivate: { value: false } }, codes: ['problem bucket-public'] },
    { title: 'reports no versions', changes: { isVersioned: { value: false } }, codes: ['problem bucket-versioning'] },
    {
      title: 'reports no notification of the sweep',
      changes: { announces: { value: [] } },
      codes: ['problem bucket-silent'],
    },
    {
      title: 'asks no notification of attachments',
      changes: { bucket: 'attachments', announces: { value: [] } },
      codes: [],
    },
    {
      title: 'concludes nothing without an answer',
      changes: { encryption: undefined, isPrivate: undefined, isVersioned: undefined, announces: undefined },
      codes: [],
    },
  ])('$title', ({ changes, codes }) => {
    expect(codesOf(findings({ buckets: [{ ...bucket, ...changes }] }))).toEqual(codes);
  });
});
