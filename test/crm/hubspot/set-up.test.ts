import { createPropertyMaker } from '../../../lambdas/crm/hubspot/make-property.ts';
import { checkHubspot, setUpHubspot } from '../../../lambdas/crm/hubspot/set-up.ts';
import type { SetUpItem } from '../../../lambdas/domain/crm/crm-adapter.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const path = '/crm/properties/2026-09';
const preferences = '/communication-preferences/2026-09';
const list = (...names: string[]) => reply({ results: names.map((name) => ({ name })) });
const forbidden = { kind: 'misconfigured', code: 'HTTP 403', message: 'MISSING_SCOPES' } as const;
const emptyAccount = {
  GET: list(),
  [`GET ${path}/deals`]: list('postern_thread_key'),
  [`POST ${preferences}`]: reply({ results: [] }),
};

/** Sets an account up, or looks only. */
async function setUp(
  routes: Parameters<typeof scriptedHttp>[0],
  settings: Parameters<typeof setUpHubspot>[1] = {},
  mayMake = false,
) {
  const { http, calls } = scriptedHttp(routes);
  const outcome = await setUpHubspot({ http, maker: createPropertyMaker(http) }, settings, mayMake);
  const items: readonly SetUpItem[] = outcome.kind === 'ok' ? outcome.value : [];
  return { outcome, items, calls, item: (name: string) => items.find((candidate) => candidate.name === name) };
}

describe('setUpHubspot', () => {
  it('reports missing properties, and which of them some accounts do not need', async () => {
    const { items, item, calls } = await setUp(emptyAccount);

    expect(item('deals.postern_thread_key')).toEqual({ name: 'deals.postern_thread_key', state: 'there' });
    const required = items.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
    expect(required).toEqual([
      'companies.postern_domain_key',
      'deals.postern_thread_key',
      'emails.postern_event_id',
      'emails.postern_thread_key',
      'emails.postern_kind',
      'emails.postern_mapping_version',
      'emails.postern_ext_id',
    ]);
    expect(calls().every((call) => call.startsWith('GET') || call.includes('/statuses/batch/'))).toBe(true);
  });

  it.each([
    ['makes missing properties', reply({}), 'made', undefined],
    [
      'says why HubSpot refused',
      reply({ category: 'LIMIT' }, 400),
      'refused',
      'rejected: LIMIT: the request was refused',
    ],
  ])('%s', async (_name, answer, state, reason) => {
    const { item, items } = await setUp({ ...emptyAccount, POST: answer }, {}, true);

    expect(item('companies.postern_domain_key')).toEqual({
      name: 'companies.postern_domain_key',
      state,
      ...(reason && { reason }),
    });
    // Deliveries take the last one of the details for all of them.
    expect(item('emails.postern_attachments')?.state).toBe(state === 'made' ? 'made' : 'missing');
    expect(items.findIndex(({ name }) => name === 'emails.postern_attachments')).toBeGreaterThan(
      items.findIndex(({ name }) => name === 'deals.postern_source'),
    );
  });

  it('fails where the properties cannot be read', async () => {
    expect((await setUp({ GET: { kind: 'unknown' } }, {}, true)).outcome).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['a stage that is there', ['default'], ['qualifiedtobuy'], undefined, 'there', undefined],
    ['a property without options', [], [], { pipeline: 'p', stage: 's' }, 'there', undefined],
    ['a stage of the settings that is gone', ['p'], ['other'], { pipeline: 'p', stage: 's' }, 'missing', undefined],
    [
      'the usual stage, which another one stands in for',
      ['default'],
      ['other'],
      undefined,
      'missing',
      'new deals go into the first open stage',
    ],
  ])('checks %s', async (_what, pipelines, stages, newDeals, state, reason) => {
    const options = (values: readonly string[]) => values.map((value) => ({ value }));
    const deals = reply({
      results: [
        { name: 'pipeline', options: options(pipelines) },
        { name: 'dealstage', options: options(stages) },
      ],
    });
    const { item } = await setUp({ ...emptyAccount, [`GET ${path}/deals`]: deals }, { newDeals });
    const name = `deals.dealstage ${newDeals?.stage ?? 'qualifiedtobuy'}`;

    expect(item(name)).toEqual({ name, isOptional: true, state, ...(reason && { reason }) });
  });

  it.each([
    ['communication_preferences.statuses.batch.read', `POST ${preferences}/statuses/batch/unsubscribe-all/read`],
    ['communication_preferences.statuses.batch.write', `POST ${preferences}/statuses/batch/write`],
  ])('names the scope %s where it is missing', async (scope, route) => {
    const missing = { name: scope, isOptional: true, state: 'missing' };

    expect((await setUp({ ...emptyAccount, [route]: forbidden })).item(scope)).toMatchObject(missing);
    expect((await setUp(emptyAccount)).item(scope)).toMatchObject({ ...missing, state: 'there' });
  });

  it.each([
    ['are there', reply({ results: [{ id: '401' }, { id: '402', isActive: false }] }), ['there', 'missing'], undefined],
    ['cannot be read', forbidden, ['missing', 'missing'], 'misconfigured: HTTP 403: MISSING_SCOPES'],
  ])('checks the subscription types of the settings, which %s', async (_what, answer, states, reason) => {
    const routes = { ...emptyAccount, [`GET ${preferences}/definitions`]: answer };
    const { items } = await setUp(routes, { subscriptions: { marketing: 401, sales: 402 } });
    const types = items.filter(({ name }) => name.startsWith('subscriptions.'));

    expect(types.map(({ name }) => name)).toEqual(['subscriptions.marketing 401', 'subscriptions.sales 402']);
    expect(types.map(({ state }) => state)).toEqual(states);
    expect(types[0]?.reason).toBe(reason);
  });
});

describe('checkHubspot', () => {
  const forbidden401 = { kind: 'misconfigured', code: 'HTTP 401', message: 'no' } as const;

  it.each([
    ['has our property', reply({ name: 'postern_ext_id' }), { kind: 'ok' }],
    ['does not have it', reply({}, 404), { kind: 'ok' }],
    ['refuses the credentials', forbidden401, forbidden401],
    ['gives no clear answer', { kind: 'unknown' } as const, { kind: 'unknown' }],
  ])('asks once and makes nothing where the account %s', async (_what, answer, expected) => {
    const { http, calls } = scriptedHttp({ GET: answer });

    expect(await checkHubspot(http)).toMatchObject(expected);
    expect(calls()).toEqual([`GET ${path}/emails/postern_ext_id`]);
  });
});
