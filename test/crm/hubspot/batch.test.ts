import { createCrmHttp } from '../../../lambdas/crm/http.ts';
import { batchedCalls, type NewRecord } from '../../../lambdas/crm/hubspot/batch.ts';
import { createPropertyMaker } from '../../../lambdas/crm/hubspot/make-property.ts';
import { ensureProperties } from '../../../lambdas/crm/hubspot/properties.ts';
import { startSandbox, type TestSandbox } from '../../helpers/sandbox.ts';

describe('batchedCalls', () => {
  let sandbox: TestSandbox;
  let saved: number;
  beforeEach(async () => {
    sandbox = await startSandbox();
    saved = 0;
  });
  afterEach(() => sandbox.stop());

  const callsOf = (url: string) => {
    const http = createCrmHttp({ baseUrl: url, headers: { authorization: 'Bearer test' }, now: () => new Date() });
    return batchedCalls(http, (calls) => {
      saved += calls;
    });
  };
  const contact = (email: string): NewRecord => ({
    type: 'contacts',
    key: 'email',
    properties: { email },
    associations: [],
  });
  const people = ['first@x.example', 'Second@x.example', 'third@x.example', 'fourth@x.example'];

  it('creates several contacts by one call, and counts the saved calls', async () => {
    const { create } = callsOf(sandbox.url);

    const answers = await Promise.all(people.map((email) => create(contact(email))));

    expect(answers.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(sandbox.calls.map((call) => call.split('/contacts')[1])).toEqual(['', '/batch/create']);
    expect(saved).toBe(2);
    expect(sandbox.store.counts().contacts).toBe(4);
  });

  it('sends a refused contact once more by itself, so that the others do not suffer', async () => {
    const { create } = callsOf(sandbox.url);
    await create(contact('third@x.example'));
    sandbox.calls.length = 0;

    const answers = await Promise.all(people.map((email) => create(contact(email))));

    expect(answers.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'conflict', 'ok']);
    expect(sandbox.calls).toHaveLength(3);
    expect(saved).toBe(1);
  });

  it('sends every contact by itself when all are refused for the sake of one', async () => {
    const http = createCrmHttp({
      baseUrl: sandbox.url,
      headers: { authorization: 'Bearer test' },
      now: () => new Date(),
    });
    const { create } = batchedCalls(
      async (request) =>
        request.path.endsWith('/batch/create')
          ? { kind: 'answer', answer: { status: 409, json: { category: 'CONFLICT' }, headers: new Headers() } }
          : http(request),
      (calls) => {
        saved += calls;
      },
    );

    const answers = await Promise.all(people.map((email) => create(contact(email))));

    expect(answers.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(saved).toBe(0);
    expect(sandbox.store.counts().contacts).toBe(4);
  });

  it('makes the companies of several domains by one call, and tells new ones from existing ones', async () => {
    const { upsertCompany } = callsOf(sandbox.url);
    const headers = { authorization: 'Bearer test' };
    const http = createCrmHttp({ baseUrl: sandbox.url, headers, now: () => new Date() });
    await ensureProperties(http, createPropertyMaker(http));
    const company = (domain: string) => ({ postern_domain_key: domain, domain, name: domain });
    await upsertCompany(company('known.example'));
    sandbox.calls.length = 0;

    const answers = await Promise.all(
      ['a.example', 'known.example', 'b.example'].map((domain) => upsertCompany(company(domain))),
    );

    expect(answers.map((answer) => answer.kind === 'ok' && answer.value.isNew)).toEqual([true, false, true]);
    expect(sandbox.calls).toHaveLength(2);
    expect(sandbox.store.counts().companies).toBe(3);
  });

  it('finds the companies of several domains by one call, two of one domain included', async () => {
    const ids = ['one.example', 'two.example', 'two.example'].map(
      (domain) => sandbox.store.create('companies', { domain, name: domain }, []).id,
    );
    const { companiesOf } = callsOf(sandbox.url);

    const answers = await Promise.all(
      ['none.example', 'one.example', 'two.example', 'three.example'].map((domain) => companiesOf(domain)),
    );

    expect(answers.map((answer) => answer.kind === 'ok' && answer.value)).toEqual([[], [ids[0]], [ids[1], ids[2]], []]);
    expect(sandbox.calls).toHaveLength(2);
  });
});
