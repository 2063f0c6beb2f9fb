import { createCloseSuppressions } from '../../../lambdas/crm/close/suppressions.ts';
import { aSuppression } from '../a-suppression.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const address = 'ada@customer.example';
const entered = { 'POST /api/v1/unsubscribe/email/': reply({ email: address }, 201) };
const found = (...ids: string[]) => ({
  'POST /api/v1/data/search/': reply({ data: ids.map((id) => ({ id, lead_id: 'lead_1' })) }),
});
const showing = (is_unsubscribed?: boolean) =>
  reply({ emails: [{ email: 'x@y.example' }, { email: 'Ada@customer.example', is_unsubscribed }] });

describe('createCloseSuppressions', () => {
  it('puts the address on the list, in the body', async () => {
    const { http, requests } = scriptedHttp({ ...entered, ...found() });

    expect(await createCloseSuppressions(http, 'tick').write(aSuppression())).toMatchObject({
      value: { by: 'accepted' },
    });
    expect(requests[0]).toEqual({ method: 'POST', path: '/api/v1/unsubscribe/email/', body: { email: address } });
  });

  it.each([[['sales']], [['marketing']], [['marketing', 'sales', 'legal']]] as const)(
    'enters the address, which ends the mail that Close sends by itself, for %j',
    async (suppressed) => {
      const { http, calls } = scriptedHttp({ ...entered, ...found() });

      await createCloseSuppressions(http, 'tick').write(aSuppression({ suppressed }));

      expect(calls()).toContain('POST /api/v1/unsubscribe/email/');
    },
  );

  it.each([
    ['shows it', [showing(true)], { value: { by: 'read-back', answer: '1 contacts are unsubscribed' } }],
    ['does not show it yet', [showing(false)], { kind: 'unknown' }],
    ['does not tell', [showing()], { value: { by: 'accepted' } }],
    ['is gone', [reply({}, 404)], { value: { by: 'accepted' } }],
    ['shows it, and another does not', [showing(true), showing(false)], { kind: 'unknown' }],
    ['cannot be read', [{ kind: 'unknown' } as const], { kind: 'unknown' }],
  ])('reads the contacts back: one %s', async (_what, contacts, expected) => {
    const ids = contacts.map((_contact, nth) => `cont_${nth}`);
    const answers = Object.fromEntries(contacts.map((contact, nth) => [`GET /api/v1/contact/cont_${nth}/`, contact]));
    const { http } = scriptedHttp({ ...entered, ...found(...ids), ...answers });

    expect(await createCloseSuppressions(http, 'tick').write(aSuppression())).toMatchObject(expected);
  });

  it.each([[[]], [['legal']]] as const)('writes nothing for %j: the list only grows', async (suppressed) => {
    const { http, requests } = scriptedHttp({});

    expect(await createCloseSuppressions(http, 'tick').write(aSuppression({ suppressed }))).toMatchObject({
      how: 'unchanged',
      value: { by: 'not-kept-here' },
    });
    expect(requests).toEqual([]);
  });

  it('has no place for an address that the list does not take', async () => {
    const state = aSuppression({ address: 'jörg@customer.example' });

    expect(await createCloseSuppressions(scriptedHttp({}).http, 'tick').write(state)).toMatchObject({
      value: { by: 'not-kept-here' },
    });
  });

  it.each([
    ['a refusal', { POST: reply({}, 400) }, 'rejected'],
    ['a search that failed', { ...entered, 'POST /api/v1/data/search/': { kind: 'unknown' } as const }, 'unknown'],
  ])('passes %s on', async (_what, routes, kind) => {
    expect(await createCloseSuppressions(scriptedHttp(routes).http, 'tick').write(aSuppression())).toMatchObject({
      kind,
    });
  });
});
