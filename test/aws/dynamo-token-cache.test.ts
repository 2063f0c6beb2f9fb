import { createDynamoTokenCache } from '../../lambdas/aws/dynamo-token-cache.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const now = new Date('2026-11-20T12:00:00.000Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);
const cache = () => createDynamoTokenCache(database().platform, database().ledgerTable);

describe('createDynamoTokenCache', () => {
  it('shares a token until it is replaced', async () => {
    expect(await cache().read('shared')).toBeUndefined();

    await cache().write('shared', { token: 'a', until: later(60_000) });
    expect(await cache().read('shared')).toEqual({ token: 'a', until: later(60_000) });
    await cache().write('shared', { token: 'b', until: later(90_000) });
    expect(await cache().read('shared')).toEqual({ token: 'b', until: later(90_000) });
    expect(await cache().read('other')).toBeUndefined();
  });

  it('lets one worker refresh a token, and another one only after its time', async () => {
    const claims = await Promise.all(Array.from({ length: 5 }, () => cache().claim('claimed', now, 10_000)));

    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await cache().read('claimed')).toBeUndefined();
    expect(await cache().claim('claimed', later(10_000), 10_000)).toBe(false);
    expect(await cache().claim('claimed', later(10_001), 10_000)).toBe(true);
  });

  it('ends a claim with the token that it was for', async () => {
    await cache().claim('written', now, 10_000);
    await cache().write('written', { token: 'a', until: later(60_000) });

    expect(await cache().claim('written', later(1), 10_000)).toBe(true);
  });
});
