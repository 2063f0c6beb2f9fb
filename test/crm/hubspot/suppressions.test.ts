import { createCrmHttp, type HttpResult } from '../../../lambdas/crm/http.ts';
import type { SubscriptionTypes } from '../../../lambdas/crm/hubspot/subscriptions.ts';
import { createHubspotSuppressions } from '../../../lambdas/crm/hubspot/suppressions.ts';
import { startSandbox, type TestSandbox } from '../../helpers/sandbox.ts';
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
const statuses = 'POST /communication-preferences/2026-09/statuses/batch';
const ada = 'ada@customer.example';
const wide = (...addresses: string[]) =>
  reply({
    results: addresses.map((subscriberIdString) => ({
      subscriberIdString,
      wideStatuses: [{ status: 'UNSUBSCRIBED' }],
    })),
  });
const byType = (subscriptionId: number) =>
  reply({ results: [{ subscriberIdString: ada, statuses: [{ subscriptionId, status: 'UNSUBSCRIBED' }] }] });
const forbidden = { kind: 'misconfigured', code: 'HTTP 403', message: 'MISSING_SCOPES' } as const;
const anAccount = (changes: Record<string, HttpResult | HttpResult[]> = {}, types: SubscriptionTypes = {}) => {
  const scripted = scriptedHttp({
    [status]: reply({}),
    [`POST ${contacts}/batch/read`]: reply({ results: [{ id: '1', properties: { email: ada } }] }),
    [`POST ${contacts}/search`]: reply({ results: [] }),
    [`${statuses}/unsubscribe-all?`]: reply({}),
    [`${statuses}/unsubscribe-all/read`]: wide(ada),
    [`${statuses}/write`]: reply({}),
    [`${statuses}/read`]: reply({ results: [] }),
    [`PATCH ${contacts}/1`]: reply({ id: '1' }),
    [`GET ${contacts}/1`]: reply({ id: '1', properties: properties }),
    'POST /crm/properties/': reply({}),
    ...changes,
  });
  return { ...scripted, target: createHubspotSuppressions(scripted.http, { types, now: () => new Date() }) };
};

/** The contact with these properties of ours. */
const showing = (changes: Partial<typeof properties>) => ({
  [`GET ${contacts}/1`]: reply({ id: '1', properties: { ...properties, ...changes } }),
});
const returned = { postern_email_status: 'contactable', postern_email_suppressed_for: '' };

describe('createHubspotSuppressions', () => {
  it('writes the properties of the contact, and reads them back', async () => {
    const { target, requests } = anAccount();

    expect(await target.write(aSuppression())).toMatchObject({
      value: { by: 'read-back', answer: 'contact 1: suppressed, unsubscribed' },
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

  it('unsubscribes the contact from all mail by a no to marketing, under each address that HubSpot may use', async () => {
    const person = { id: '1', properties: { email: 'first@customer.example' } };
    const { target, requests } = anAccount({
      [`POST ${contacts}/batch/read`]: reply({ results: [person] }),
      [`${statuses}/unsubscribe-all/read`]: wide(ada, 'first@customer.example'),
    });

    expect(await target.write(aSuppression())).toMatchObject({ value: { by: 'read-back' } });

    const bodies = requests.filter(({ path }) => path.includes('/statuses/')).map(({ body }) => body);
    expect(bodies).toEqual([{ inputs: [ada, 'first@customer.example'] }, { inputs: [ada, 'first@customer.example'] }]);
  });

  it('ends only the subscription types that the connection names', async () => {
    const changes = {
      ...showing({ postern_email_suppressed_for: 'sales' }),
      [`${statuses}/unsubscribe-all/read`]: wide(),
      [`${statuses}/read`]: byType(402),
    };
    const { target, calls } = anAccount(changes, { marketing: 401, sales: 402 });

    expect(await target.write(aSuppression({ suppressed: ['sales'] }))).toMatchObject({
      value: { by: 'read-back', answer: 'contact 1: suppressed, unsubscribed' },
    });
    expect(calls().some((call) => call.startsWith(`${statuses}/unsubscribe-all?`))).toBe(false);
  });

  it.each([
    ['the wide status', { [`${statuses}/unsubscribe-all/read`]: wide() }],
    ['anything readable', { [`${statuses}/unsubscribe-all/read`]: reply({}) }],
  ])('is not done before HubSpot shows %s, and does not stop the mail of the connection', async (_what, changes) => {
    expect(await anAccount(changes).target.write(aSuppression())).toMatchObject({
      kind: 'rejected',
      code: 'NOT_UNSUBSCRIBED',
    });
  });

  it.each([
    ['to write', `${statuses}/unsubscribe-all?`, 'read-back', 'scope communication_preferences.statuses.batch.write'],
    ['to read', `${statuses}/unsubscribe-all/read`, 'accepted', 'scope communication_preferences.statuses.batch.read'],
  ])('keeps the properties without the scope %s, and says so', async (_what, route, by, answer) => {
    expect(await anAccount({ [route]: forbidden }).target.write(aSuppression())).toMatchObject({
      kind: 'ok',
      value: { by, answer: expect.stringContaining(answer) as string },
    });
  });

  it.each([
    ['is still unsubscribed', wide(ada), 'not-kept-here'],
    ['is not unsubscribed', wide(), 'read-back'],
    ['cannot be asked about', forbidden, 'read-back'],
  ])('takes no unsubscription back: somebody who returns and %s there', async (_what, answer, by) => {
    const { target, calls } = anAccount({ ...showing(returned), [`${statuses}/unsubscribe-all/read`]: answer });

    expect(await target.write(aSuppression({ suppressed: [], reason: 'unsubscribed', isWish: false }))).toMatchObject({
      value: { by },
    });
    expect(calls().some((call) => call.startsWith(`${statuses}/write`))).toBe(false);
  });

  it('unsubscribes nobody for a bounce', async () => {
    const { target, calls } = anAccount();
    const suppressed = ['marketing', 'sales', 'legal'] as const;

    await target.write(aSuppression({ suppressed, reason: 'hard-bounce', isWish: false }));

    expect(calls().some((call) => call.includes('/statuses/'))).toBe(false);
  });
});

describe('an opt-out at the sandbox of HubSpot', () => {
  let sandbox: TestSandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.store.create('contacts', { email: ada, hs_additional_emails: 'second@customer.example' }, []);
  });
  afterEach(() => sandbox.stop());

  const now = () => new Date(Date.now() + 3_600_000);
  const target = (types: SubscriptionTypes = {}) => {
    const headers = { authorization: 'Bearer test' };
    return createHubspotSuppressions(createCrmHttp({ baseUrl: sandbox.url, headers, now }), { types, now });
  };
  const box = () => sandbox.store.find('contacts', 'email', ada)[0]?.properties.hs_email_optout;
  const polled = async () => {
    const page = await target().optedOutSince!(new Date(0));
    return page.kind === 'ok' ? page.value.optOuts.map(({ address }) => address) : page;
  };

  it('ends its marketing mail, is read back, and does not come back as an opt-out of HubSpot', async () => {
    expect(await target().write(aSuppression())).toMatchObject({ value: { by: 'read-back' } });

    expect(box()).toBe('true');
    expect(await polled()).toEqual([]);
  });

  it('by a further address of a person ends the mail to the first one', async () => {
    expect(await target().write(aSuppression({ address: 'second@customer.example' }))).toMatchObject({
      value: { by: 'read-back' },
    });

    expect(box()).toBe('true');
  });

  it('leaves all else alone where the connection names a type', async () => {
    const proof = await target({ marketing: 401 }).write(aSuppression());

    expect(proof).toMatchObject({
      value: { by: 'read-back', answer: expect.stringContaining('unsubscribed') as string },
    });
    expect([box(), sandbox.store.isUnsubscribed(ada, '401')]).toEqual([undefined, true]);
  });

  it('stays at HubSpot when the person comes back, and the proof says so', async () => {
    await target().write(aSuppression());
    const proof = await target().write(aSuppression({ suppressed: [], isWish: false, version: 2 }));

    expect(proof).toMatchObject({ value: { by: 'not-kept-here' } });
    expect(box()).toBe('true');
  });

  it('of a type that the account does not have fails without stopping the mail of the connection', async () => {
    expect(await target({ marketing: 7 }).write(aSuppression())).toMatchObject({ kind: 'rejected' });
  });

  it.each(['drop-before', 'drop-after-commit', '500'])(
    'is written once more after an unclear end: %s',
    async (action) => {
      const suppressions = target();
      await suppressions.write(aSuppression());
      for (const match of ['PATCH', 'unsubscribe-all\\?', 'unsubscribe-all/read', 'GET .*contacts/\\d+']) {
        sandbox.faults.set([{ action, match, times: 1 }]);
        const first = await suppressions.write(aSuppression());

        expect(first.kind).not.toBe('ok');
        expect(await suppressions.write(aSuppression())).toMatchObject({ value: { by: 'read-back' } });
      }
    },
  );
});
