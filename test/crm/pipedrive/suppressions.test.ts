import type { HttpResult } from '../../../lambdas/crm/http.ts';
import { createPipedriveSuppressions } from '../../../lambdas/crm/pipedrive/suppressions.ts';
import { aSuppression } from '../a-suppression.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const answer = (data: unknown) => reply({ success: true, data });
const status = (value?: string) => answer({ id: 1, marketing_status: value });

/** An account with persons of the address, and its answers to the write and the read after it. */
const anAccount = (ids: readonly number[], write: HttpResult, read: HttpResult = write) =>
  scriptedHttp({
    'GET /api/v2/persons/search': answer({ items: ids.map((id) => ({ item: { id } })) }),
    'PATCH /api/v2/persons/': write,
    'GET /api/v2/persons/1': read,
    'GET /api/v2/persons/2': read,
  });

describe('createPipedriveSuppressions', () => {
  it.each([
    ['unsubscribes every person, and reads the status back', status('unsubscribed'), undefined, { by: 'read-back' }],
    ['keeps nothing at an account without Campaigns', status(), undefined, { by: 'not-kept-here' }],
    ['proves nothing by people who are gone meanwhile', reply({}, 404), undefined, { isAbsent: true }],
  ])('%s', async (_name, write, read, value) => {
    const { http } = anAccount([1, 2], write, read);

    expect(await createPipedriveSuppressions(http).write(aSuppression())).toMatchObject({ kind: 'ok', value });
  });

  it('rejects a person with a status that Pipedrive silently keeps', async () => {
    const { http } = anAccount([1], status('subscribed'));

    expect(await createPipedriveSuppressions(http).write(aSuppression())).toMatchObject({
      kind: 'rejected',
      code: 'MARKETING_STATUS',
    });
  });

  it('says that a no to sales is not among what it keeps', async () => {
    const { http } = anAccount([1], status('unsubscribed'));

    expect(
      await createPipedriveSuppressions(http).write(aSuppression({ suppressed: ['marketing', 'sales'] })),
    ).toMatchObject({
      value: { by: 'read-back', answer: '1 people unsubscribed; no place for a no to sales' },
    });
  });

  it.each([
    ['an absent person', [], ['marketing'] as const, { isAbsent: true }, 1],
    ['an address that comes back', [1], [] as const, { by: 'not-kept-here' }, 0],
    ['a no to sales, for which there is no place', [1], ['sales'] as const, { by: 'not-kept-here' }, 0],
  ])('writes nothing for %s', async (_what, ids, suppressed, value, count) => {
    const { http, calls } = anAccount(ids, status('unsubscribed'));

    expect(await createPipedriveSuppressions(http).write(aSuppression({ suppressed }))).toMatchObject({ value });
    expect(calls()).toHaveLength(count);
  });
});
