import { createApiKeys } from '../../lambdas/aws/dynamo-api-keys.ts';
import { createDynamoControl } from '../../lambdas/aws/dynamo-control.ts';
import { newApiKey, revokedApiKey, rotatedApiKey } from '../../lambdas/domain/configuration/api-key.ts';
import { anApiKey } from '../helpers/api-keys.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const store = () => createApiKeys({ dynamo: database().dynamo, table: database().controlTable });
const first = newApiKey(anApiKey({ id: '000000000001', tenant: 'acme' }), 'text');

describe('createApiKeys', () => {
  it('finds what was written, and lists it oldest first', async () => {
    const older = newApiKey(anApiKey({ id: 'fffffffffff1', createdAt: '2026-10-01T00:00:00.000Z' }), 'other');
    for (const each of [first, older]) expect(await store().write(each, 'laptop')).toBe(true);

    expect(await store().find('000000000001')).toEqual(first);
    expect(await store().find('00000000000f')).toBeUndefined();
    expect(await store().list()).toEqual([older, first]);
  });

  it('writes no key over another with its id', async () => {
    expect(await store().write(first, 'laptop')).toBe(false);
  });

  it('lets one of two changes to the same version win', async () => {
    const [rotated, revoked] = [rotatedApiKey(first, 'new', 'now', 'then'), revokedApiKey(first, 'now')];
    const results = await Promise.all([store().write(rotated, 'laptop'), store().write(revoked, 'laptop')]);

    expect(results.toSorted()).toEqual([false, true]);
    expect(await store().find('000000000001')).toEqual(results[0] ? rotated : revoked);
  });

  it('is not read as an integration', async () => {
    const control = createDynamoControl(database().dynamo, database().controlTable, Date.now);

    expect((await control.integrations()).map(({ tenant }) => tenant)).not.toContain('acme');
  });
});
