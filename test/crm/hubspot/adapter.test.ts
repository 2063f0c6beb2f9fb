import { createCrmHttp } from '../../../lambdas/crm/http.ts';
import { createHubspotAdapter } from '../../../lambdas/crm/hubspot/adapter.ts';
import type { CrmStep } from '../../../lambdas/domain/crm/crm-step.ts';
import type { Outcome, Ref } from '../../../lambdas/domain/crm/outcome.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { mailContextOf } from '../../../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../../../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';
import { startSandbox, type TestSandbox } from '../../helpers/sandbox.ts';
import { aVendorContext } from '../a-vendor-context.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const now = new Date('2026-11-20T10:00:00Z');

const anAdapter = (authorization = 'Bearer test') =>
  createHubspotAdapter(
    aVendorContext(createCrmHttp({ baseUrl: sandbox.url, headers: { authorization }, now: () => now })),
  );

async function stepsOf(
  changes: Partial<ParsedMail> = {},
  token?: { type: string; id: string },
  deals: 'token' | 'thread' = 'token',
): Promise<readonly CrmStep[]> {
  const adapter = anAdapter();
  const event = anEvent(changes);
  const routed = routeEvent(event, aDelivery(event, token ? { token } : {}));
  const steps = await adapter.steps(mapEvent(mailContextOf(routed), anIntegration({ deals })), routed, now);
  if (steps.kind !== 'ok') throw new Error(JSON.stringify(steps));
  return steps.value;
}

/** Walks the steps as the delivery does. @returns the outcome of each */
async function walk(steps: readonly CrmStep[]): Promise<Record<string, Outcome<Ref | undefined>>> {
  const refs: Record<string, Ref> = {};
  const outcomes: Record<string, Outcome<Ref | undefined>> = {};
  for (const step of steps) {
    const outcome = await step.write(refs);
    outcomes[step.name] = outcome;
    if (outcome.kind === 'ok' && outcome.value) refs[step.name] = outcome.value;
  }
  return outcomes;
}

const counts = () => sandbox.store.counts();

describe('createHubspotAdapter', () => {
  it('makes four calls for the first mail of a new sender of a new company', async () => {
    await stepsOf();
    const before = sandbox.calls.length;

    const outcomes = await walk(await stepsOf());

    // The other adapter of the test asks for the property once more.
    expect(sandbox.calls.slice(before).filter((call) => !call.includes('/properties/'))).toHaveLength(4);
    expect(Object.values(outcomes).map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('creates its own properties once, the natural key of activities last and unique', async () => {
    const [first, second] = [await stepsOf(), await stepsOf()];

    const created = sandbox.calls.filter((call) => /^POST .*properties\/2026-09\/\w+$/.test(call));
    expect(created).toHaveLength(7);
    expect(created.at(-1)).toBe('POST /crm/properties/2026-09/emails');
    expect(sandbox.store.property('emails', 'postern_ext_id')?.hasUniqueValue).toBe(true);
    expect(first.at(-1)?.key).toEqual({ kind: 'unique' });
    expect(second.at(-1)?.key).toEqual({ kind: 'unique' });
  });

  it('writes contact, company, their link and one activity that is linked to both', async () => {
    const outcomes = await walk(await stepsOf());

    expect(counts()).toEqual({ contacts: 1, companies: 1, deals: 0, emails: 1, tasks: 0, files: 0 });
    const [activity] = sandbox.store.all('emails');
    expect(activity?.properties).toMatchObject({
      hs_email_direction: 'INCOMING_EMAIL',
      hs_email_subject: 'Hello',
      postern_kind: 'human',
      postern_mapping_version: 'default@1',
    });
    expect(sandbox.store.associated(activity!.id, 'contacts')).toMatchObject([
      { properties: { email: 'ada@customer.example', firstname: 'Ada', lastname: 'Lovelace' } },
    ]);
    expect(sandbox.store.associated(activity!.id, 'companies')).toHaveLength(1);
    expect(Object.values(outcomes).map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('changes nothing when every step is repeated', async () => {
    const first = await walk(await stepsOf({}, undefined, 'thread'));
    const before = counts();

    const again = await walk(await stepsOf({}, undefined, 'thread'));

    expect(counts()).toEqual(before);
    const idsOf = (outcomes: Record<string, Outcome<Ref | undefined>>) =>
      Object.entries(outcomes).map(([name, outcome]) => [name, outcome.kind === 'ok' ? outcome.value?.id : outcome]);
    expect(idsOf(again)).toEqual(idsOf(first));
  });

  it('does not put the name of a mail client over what stands in the CRM', async () => {
    await walk(await stepsOf());
    const [contact] = sandbox.store.all('contacts');
    sandbox.store.update('contacts', contact!, { firstname: 'Augusta Ada' });

    await walk(
      await stepsOf({ messageId: 'other@customer.example', from: { name: 'iPhone', address: 'ada@customer.example' } }),
    );

    expect(sandbox.store.all('contacts')[0]?.properties.firstname).toBe('Augusta Ada');
  });

  it('links to a company that people created, and to none when there are two', async () => {
    sandbox.store.create('companies', { domain: 'customer.example', name: 'Customer Ltd' }, []);
    await walk(await stepsOf());
    expect(counts().companies).toBe(1);

    sandbox.store.create('companies', { domain: 'customer.example', name: 'Customer Inc' }, []);
    const outcomes = await walk(await stepsOf({ messageId: 'second@customer.example', text: 'second' }));

    expect(outcomes.company).toMatchObject({ kind: 'ok', value: undefined });
    expect(counts().companies).toBe(2);
  });

  it('links the deal that the address names, and no deal where that one is unknown', async () => {
    const deal = sandbox.store.create('deals', { dealname: 'Big one' }, []);

    await walk(await stepsOf({}, { type: 'deal', id: deal.id }));
    const unknown = await walk(
      await stepsOf({ messageId: 'b@customer.example', text: 'b' }, { type: 'deal', id: '999' }),
    );
    const odd = await walk(
      await stepsOf({ messageId: 'c@customer.example', text: 'c' }, { type: 'deal', id: '../contacts/1' }),
    );

    expect(sandbox.store.associated(deal.id, 'emails')).toHaveLength(1);
    expect(unknown.deal).toMatchObject({ kind: 'ok', value: undefined });
    expect(odd.deal).toMatchObject({ kind: 'ok', value: undefined });
    expect(counts().deals).toBe(1);
  });

  it('logs a mail without a sender as an activity of nobody', async () => {
    const event = anEvent();
    delete event.message.from;
    delete event.envelope.mailFrom;
    const adapter = anAdapter();
    const routed = routeEvent(event, aDelivery(event));
    const steps = await adapter.steps(mapEvent(mailContextOf(routed), anIntegration()), routed, now);

    const outcomes = await walk(steps.kind === 'ok' ? steps.value : []);

    expect(outcomes).toMatchObject({ activity: { kind: 'ok' } });
    expect(counts()).toMatchObject({ contacts: 0, emails: 1 });
  });

  it('finds its activity by the external id where the account keeps no unique ones', async () => {
    for (let nth = 0; nth < 10; nth += 1)
      sandbox.store.addProperty('emails', { name: `taken_${nth}`, label: 'x', type: 'string', hasUniqueValue: true });
    const steps = await stepsOf();
    const activity = steps.at(-1)!;
    expect(activity.key).toEqual({ kind: 'lookup', visibilityLagMs: 30_000 });
    expect(await activity.find?.({})).toMatchObject({ kind: 'ok', value: undefined });

    await walk(steps);

    expect(await activity.find?.({})).toMatchObject({ kind: 'ok', value: { id: sandbox.store.all('emails')[0]?.id } });

    // Somebody imported the same mail once more: reported, never deleted.
    const [activityRecord] = sandbox.store.all('emails');
    const other = sandbox.store.create('emails', activityRecord!.properties, []);
    expect(await activity.find?.({})).toMatchObject({
      kind: 'ok',
      value: { id: activityRecord!.id, duplicates: [other.id] },
    });
  });

  it('delivers without the scope for schemas, and names the property that nobody made', async () => {
    sandbox.faults.set([{ match: '/crm/properties/', action: '403' }]);
    const steps = await stepsOf();

    const outcomes = await walk(steps);

    expect(steps.at(-1)?.key).toMatchObject({ kind: 'lookup' });
    expect(outcomes.company).toMatchObject({ kind: 'misconfigured', message: 'property postern_domain_key' });
    expect(outcomes.activity).toEqual({
      kind: 'misconfigured',
      code: 'PROPERTY_DOESNT_EXIST',
      message: expect.stringMatching(/^property postern_/) as string,
    });
    expect(counts().emails).toBe(0);
  });

  it('cuts what HubSpot would refuse for its length, between characters, and says so', async () => {
    await walk(await stepsOf({ text: '😀'.repeat(40_000), subject: 's'.repeat(3000) }));

    const text = sandbox.store.all('emails')[0]?.properties.hs_email_text ?? '';
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.isWellFormed()).toBe(true);
    expect(text).toMatch(/\[cut by Postern: the whole text is in the event\]\n\n-- \nTrust 90 of 100: [a-z., ]+\n$/);
  });

  it.each([
    [
      '429',
      { action: '429', retryAfterSeconds: 7 },
      { kind: 'throttled', scope: 'burst', retryAt: new Date(now.getTime() + 7000) },
    ],
    ['500', { action: '500' }, { kind: 'unknown' }],
    ['a dropped connection', { action: 'drop-before' }, { kind: 'unknown' }],
    ['a connection dropped after the commit', { action: 'drop-after-commit' }, { kind: 'unknown' }],
  ])('takes %s for its documented meaning', async (_name, fault, expected) => {
    const steps = await stepsOf();
    sandbox.faults.set([{ match: '^POST /crm/objects/2026-09/emails$', ...fault, times: 1 }]);

    const outcomes = await walk(steps);
    const again = await walk(steps);

    expect(outcomes.activity).toEqual(expected);
    expect(again.activity).toMatchObject({ kind: 'ok' });
    expect(counts().emails).toBe(1);
  });

  it('never puts an e-mail address into a URL', async () => {
    await walk(await stepsOf({}, undefined, 'thread'));

    expect(sandbox.calls.filter((call) => /@|%40/.test(call))).toEqual([]);
  });

  it('reports refused credentials as a setting, without repeating them', async () => {
    const adapter = anAdapter('Basic very-secret');
    const event = anEvent();
    const routed = routeEvent(event, aDelivery(event));

    const steps = await adapter.steps(mapEvent(mailContextOf(routed), anIntegration()), routed, now);

    expect(steps).toMatchObject({ kind: 'misconfigured', code: 'HTTP 401' });
    expect(JSON.stringify(steps)).not.toContain('very-secret');
  });
});

describe('sandbox CRM, as strict as HubSpot', () => {
  const post = async (path: string, body: unknown, authorization = 'Bearer x') => {
    const response = await fetch(sandbox.url + path, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify(body),
    });
    return {
      status: response.status,
      body: (await response.json()) as { category?: string; message?: string; errors?: Array<{ code: string }> },
    };
  };
  const email = (properties: object, associations: unknown = []) =>
    post('/crm/objects/2026-09/emails', {
      properties: { hs_timestamp: '2026-11-20T09:00:00Z', ...properties },
      associations,
    });
  const to = (id: string, associationTypeId: number) => [
    { to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }] },
  ];

  it.each<
    [string, () => Promise<{ status: number; body: { errors?: Array<{ code: string }> } }>, number, string | undefined]
  >([
    ['an unknown property', () => email({ hs_unheard_of: 'x' }), 400, 'PROPERTY_DOESNT_EXIST'],
    ['a value that is no string', () => email({ hs_email_subject: 7 }), 400, 'INVALID_TYPE'],
    ['a value that is no option', () => email({ hs_email_direction: 'IN' }), 400, 'INVALID_OPTION'],
    ['a date that is none', () => email({ hs_timestamp: 'yesterday' }), 400, 'INVALID_DATE'],
    ['a read-only property', () => email({ hs_email_from_email: 'a@b.example' }), 400, 'READ_ONLY_VALUE'],
    [
      'an e-mail without a time',
      () => post('/crm/objects/2026-09/emails', { properties: {}, associations: [] }),
      400,
      'REQUIRED_FIELD',
    ],
    ['missing associations', () => email({}, null), 400, 'MISSING_ASSOCIATIONS'],
    ['an association to an unknown record', () => email({}, to('404', 198)), 400, 'ASSOCIATION_OBJECT_NOT_FOUND'],
    ['an association type of other objects', () => email({}, to('1', 3)), 400, 'INVALID_ASSOCIATION_TYPE'],
    ['headers that are no JSON', () => email({ hs_email_headers: 'From: x' }), 400, 'INVALID_JSON'],
    [
      'an invalid address',
      () =>
        post('/crm/objects/2026-09/contacts/batch/upsert', {
          inputs: [{ id: 'nobody', idProperty: 'email', properties: {} }],
        }),
      400,
      'INVALID_EMAIL',
    ],
    [
      'two inputs for one record',
      () =>
        post('/crm/objects/2026-09/contacts/batch/upsert', {
          inputs: ['A@b.example', 'a@b.example'].map((id) => ({ id, idProperty: 'email', properties: {} })),
        }),
      400,
      'DUPLICATE_IDS',
    ],
    [
      'an upsert by a property that is not unique',
      () =>
        post('/crm/objects/2026-09/companies/batch/upsert', {
          inputs: [{ id: 'x', idProperty: 'domain', properties: {} }],
        }),
      400,
      'INVALID_UNIQUE_PROPERTY',
    ],
    ['another version of the API', () => post('/crm/v3/objects/emails', {}), 404, undefined],
    ['no credentials', () => post('/crm/objects/2026-09/emails', {}, ''), 401, undefined],
  ])('refuses %s', async (_name, request, status, code) => {
    const { status: answered, body } = await request();

    expect([answered, body.errors?.[0]?.code]).toEqual([status, code]);
    expect(counts()).toEqual({ contacts: 0, companies: 0, deals: 0, emails: 0, tasks: 0, files: 0 });
  });

  it('refuses a unique value that another record holds, and names the holder', async () => {
    sandbox.store.addProperty('deals', { name: 'k', label: 'k', type: 'string', hasUniqueValue: true });
    const held = sandbox.store.create('deals', { k: 'v' }, []);

    const { status, body } = await post('/crm/objects/2026-09/deals', { properties: { k: 'v' }, associations: [] });

    expect(status).toBe(400);
    expect(body.message).toContain(`${held.id} already has that value`);
  });
});
