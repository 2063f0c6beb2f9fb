import type { StoragePlatform } from '../../lambdas/aws/storage-platform.ts';
import { createTrailContainer } from '../../lambdas/trail/container.ts';

const environment = {
  AUDIT_BUCKET: 'audit',
  LEDGER_TABLE: 'Ledger',
  CONSENT_TABLE: 'Consent',
  CONTROL_TABLE: 'Control',
  ADDRESS_KEY: 'env:KEY',
  KEY: 'a key',
};
const containerOf = (more: object = {}) =>
  createTrailContainer({
    environment: { ...environment, ...more },
    dynamo: { config: {} },
  } as unknown as StoragePlatform);

describe('createTrailContainer', () => {
  it.each([
    ['Ledger', 'ledger'],
    ['Consent', 'consent'],
    ['Control', 'control'],
  ])('knows the stream of %s', (table, shard) =>
    expect(containerOf().shardOf(`arn:aws:dynamodb:eu-west-1:1:table/${table}/stream/x`)).toBe(shard),
  );

  it.each(['', 'arn:aws:dynamodb:eu-west-1:1:table/Threads/stream/x'])('refuses the stream %j', (arn) =>
    expect(() => containerOf().shardOf(arn)).toThrow(/does not follow/),
  );

  it('hashes two spellings of an address to one', async () => {
    const hash = await containerOf().hashAddress();

    expect(hash('Ada@Acme.example')).toBe(hash('ada@acme.example'));
    expect(hash('eve@acme.example')).not.toBe(hash('ada@acme.example'));
  });

  it('publishes only where a bus is named', () => {
    expect(containerOf().publish).toBeUndefined();
    expect(containerOf({ AUDIT_BUS: 'arn:aws:events:eu-west-1:1:event-bus/siem' }).publish).toBeDefined();
  });
});
