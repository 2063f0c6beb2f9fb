import { createFreshsalesSuppressions } from '../../../lambdas/crm/freshsales/suppressions.ts';
import { type CrmHttp, createCrmHttp } from '../../../lambdas/crm/http.ts';
import { createPipedriveSuppressions } from '../../../lambdas/crm/pipedrive/suppressions.ts';
import type { SuppressionState } from '../../../lambdas/domain/crm/suppression-target.ts';
import { withoutCampaigns } from '../../../local/sandbox-crm/pipedrive-api.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';

const address = 'ada@customer.example';
const state: SuppressionState = {
  tenant: 'acme',
  subject: 's',
  address,
  version: 1,
  suppressed: ['marketing'],
  at: '2026-11-20T09:00:00.000Z',
  unconfirmed: [],
  isWish: true,
};

describe('a Pipedrive account', () => {
  let fake: TestVendorSandbox;
  beforeEach(async () => {
    fake = await startVendorSandbox('pipedrive', 0);
    fake.store.insert('persons', { name: 'Ada', emails: [{ value: address }], marketing_status: 'subscribed' });
    fake.passes(1000);
  });
  afterEach(() => fake.stop());

  const write = () => {
    const http = createCrmHttp({ baseUrl: fake.url, headers: { 'x-api-token': 't' }, now: () => new Date() });
    return createPipedriveSuppressions(http).write(state);
  };

  it('shows that the person is unsubscribed when it has Campaigns', async () => {
    expect(await write()).toMatchObject({ kind: 'ok', value: { by: 'read-back' } });
  });

  it('has no place for a suppression without Campaigns', async () => {
    withoutCampaigns(fake.store);

    expect(await write()).toMatchObject({ kind: 'ok', value: { by: 'not-kept-here' } });
  });

  it.each(['subscribed', 'no_consent', 'archived'])(
    'refuses a person that it leaves %s, which does not concern the connection',
    async (status) => {
      const [person] = fake.store.list('persons');
      const update = fake.store.update;
      fake.store.update = (record) => update(record, { marketing_status: status });
      fake.store.update(person!, {});

      expect(await write()).toMatchObject({ kind: 'rejected', code: 'MARKETING_STATUS' });
    },
  );
});

describe('a Freshsales account', () => {
  /** One contact with a field that holds that value after any write. */
  const accountWhere =
    (held: unknown): CrmHttp =>
    async ({ path }) => ({
      kind: 'answer',
      answer: {
        status: 200,
        headers: new Headers(),
        json: path.startsWith('/filtered_search')
          ? { contacts: [{ id: 1 }] }
          : { contact: { id: 1, ...(held !== undefined && { do_not_disturb: held }) } },
      },
    });

  it.each([
    [true, { kind: 'ok', value: { by: 'read-back' } }],
    [undefined, { kind: 'ok', value: { by: 'not-kept-here' } }],
    [null, { kind: 'ok', value: { by: 'not-kept-here' } }],
    [false, { kind: 'rejected', code: 'DO_NOT_DISTURB' }],
  ])('judges a write by the do_not_disturb that it reads back: %j', async (box, end) => {
    expect(await createFreshsalesSuppressions(accountWhere(box), 'tick').write(state)).toMatchObject(end);
  });
});
