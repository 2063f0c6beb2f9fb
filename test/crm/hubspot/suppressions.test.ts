import type { HttpResult } from '../../../lambdas/crm/http.ts';
import { createHubspotSuppressions } from '../../../lambdas/crm/hubspot/suppressions.ts';
import { aSuppression } from '../a-suppression.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const status = 'GET /crm/properties/2026-09/contacts/postern_email_status';
const contacts = '/crm/objects/2026-09/contacts';
const properties = {
  postern_email_status: 'suppressed',
  postern_email_suppressed_for: 'marketing',
  postern_email_reason: 'unsubscribed',
  postern_email_status_at: '2026-11-20T09:00:00.000Z',
};
const anAccount = (changes: Record<string, HttpResult | HttpResult[]> = {}) => {
  const scripted = scriptedHttp({
    [status]: reply({}),
    [`POST ${contacts}/batch/read`]: reply({ results: [{ id: '1' }] }),
    [`PATCH ${contacts}/1`]: reply({ id: '1' }),
    [`GET ${contacts}/1`]: reply({ id: '1', properties: properties }),
    'POST /crm/properties/': reply({}),
    ...changes,
  });
  return { ...scripted, target: createHubspotSuppressions(scripted.http, () => new Date()) };
};

describe('createHubspotSuppressions', () => {
  it('writes the properties of the contact, and reads them back', async () => {
    const { target, requests } = anAccount();

    expect(await target.write(aSuppression())).toMatchObject({
      value: { by: 'read-back', answer: 'contact 1: suppressed' },
      how: 'updated',
    });
    expect(requests.find(({ method }) => method === 'PATCH')?.body).toEqual({ properties: properties });
    expect(requests.some(({ path }) => path.includes('ada'))).toBe(false);
  });

  it('marks an address that comes back as contactable', async () => {
    const { target, requests } = anAccount();

    await target.write(aSuppression({ suppressed: [] }));

    expect(requests.find(({ method }) => method === 'PATCH')?.body).toMatchObject({
      properties: { postern_email_status: 'contactable', postern_email_suppressed_for: '' },
    });
  });

  it.each([
    [
      'knows no outcome where the read-back differs',
      { [`GET ${contacts}/1`]: reply({ id: '1', properties: {} }) },
      { kind: 'unknown' },
    ],
    [
      'makes nobody a contact',
      { [`POST ${contacts}/batch/read`]: reply({ results: [] }, 207) },
      { value: { isAbsent: true } },
    ],
    ['fails where the properties cannot be read', { [status]: { kind: 'unknown' } as const }, { kind: 'unknown' }],
  ])('%s', async (_name, changes, expected) => {
    expect(await anAccount(changes).target.write(aSuppression())).toMatchObject(expected);
  });

  it('makes missing properties once, the status last', async () => {
    const { target, requests } = anAccount({ [status]: reply({}, 404) });

    await target.write(aSuppression());
    await target.write(aSuppression());

    const names = requests.flatMap(({ path, body }) =>
      path === '/crm/properties/2026-09/contacts' ? (body as { name: string }).name : [],
    );
    expect(names).toHaveLength(4);
    expect(names.at(-1)).toBe('postern_email_status');
  });

  it('looks for the properties again after a failure', async () => {
    const { target } = anAccount({ [status]: [{ kind: 'unknown' }, reply({})] });

    expect(await target.write(aSuppression())).toEqual({ kind: 'unknown' });
    expect(await target.write(aSuppression())).toMatchObject({ kind: 'ok' });
  });
});
