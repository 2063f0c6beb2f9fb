import type { ContactFields } from '../../../lambdas/domain/crm/contact-fields.ts';
import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { type KnownPerson, personAt, personToRemember } from '../../../lambdas/domain/delivery/known-person.ts';
import { lookUpContact, rememberedFields } from '../../../lambdas/domain/planning/look-up.ts';
import { aDestination, anIntegration } from '../../helpers/builders.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const mappings = {
  'regions@1': {
    owner: 'RevOps',
    fields: [
      { target: 'activity.region', from: 'crm:territory', transform: [] },
      { target: 'activity.intent', from: 'intent', transform: [] },
    ],
  },
};
const emea = { name: 'emea', when: { crm: { territory: ['EMEA'] } }, do: { task: { title: 'Answer', inDays: 1 } } };
const integration = anIntegration({ rules: [emea], ownerField: 'OwnerId', mapping: 'regions@1' });
const known: KnownPerson = { contact: 'c1', at: '2026-11-01T09:00:00.000Z' };
const personLookedUp = (at: string, asked: readonly string[], fields: ContactFields = {}): KnownPerson => ({
  ...known,
  crm: { at, asked, fields },
});

describe('fieldsToLookUp, rememberedFields and personToRemember', () => {
  it('ask for the fields of rules and mappings and for the owner, and for nothing else', () => {
    const chosen = { name: 'x', when: { known: true }, do: { mapping: 'regions@1' } };

    expect(aDestination(integration, { mappings }).lookUpFields).toEqual(['OwnerId', 'territory']);
    expect(aDestination({}, { mappings }).lookUpFields).toEqual([]);
    expect(aDestination({ rules: [chosen] }, { mappings }).lookUpFields).toEqual(['territory']);
  });

  it.each<[string, KnownPerson | undefined, ContactFields | undefined]>([
    [
      'a moment ago',
      personLookedUp('2026-11-20T11:59:00.000Z', ['territory'], { territory: 'EMEA' }),
      { territory: 'EMEA' },
    ],
    ['a moment ago, and held nothing', personLookedUp('2026-11-20T11:59:00.000Z', ['territory']), {}],
    [
      'more than an hour ago',
      personLookedUp('2026-11-20T10:59:00.000Z', ['territory'], { territory: 'EMEA' }),
      undefined,
    ],
    ['for other fields', personLookedUp('2026-11-20T11:59:00.000Z', ['OwnerId']), undefined],
    ['never', known, undefined],
    ['of nobody', undefined, undefined],
  ])('remember an answer for an hour: asked %s', (_when, person, wanted) => {
    expect(rememberedFields(person, ['territory'], now)).toEqual(wanted);
  });

  it('keep an answer with the person, even if the mail brought nothing else', () => {
    const lookedUp = { at: now.toISOString(), asked: ['territory'], fields: {} };
    const done = { contact: { state: 'done' as const, at: now.toISOString(), id: 'c2' } };

    expect(personToRemember(known, {}, lookedUp, now.toISOString())).toEqual({ ...known, crm: lookedUp });
    expect(personToRemember(undefined, done, lookedUp, now.toISOString())).toMatchObject({
      contact: 'c2',
      crm: lookedUp,
    });
    expect(personToRemember(known, done, undefined, now.toISOString())).toBeUndefined();
    expect(personToRemember(undefined, {}, lookedUp, now.toISOString())).toBeUndefined();
  });
});

describe('lookUpContact', () => {
  const email = 'ada@customer.example';
  const people = { direction: 'inbound', rule: 'sender', contact: { email } } as const;
  const subjectFor = (tenant: string, address: string): string => `${tenant} ${address}`;
  const person = personAt(subjectFor, integration.connection, email);
  const question = { integration, lookUpFields: ['territory'], people, remembered: {}, subjectFor, now };
  const fields = { territory: 'EMEA' };

  function aCrm(answer: Awaited<ReturnType<NonNullable<CrmAdapter['lookUp']>>> = ok(fields)) {
    const asked: unknown[] = [];
    const lookUp: CrmAdapter['lookUp'] = async (contact, names) => {
      asked.push([contact, names]);
      return answer;
    };
    return { asked, crm: { lookUp } };
  }

  it('asks the CRM once, and says what the ledger should remember', async () => {
    const { asked, crm } = aCrm();

    const answer = await lookUpContact(crm, question);

    expect(asked).toEqual([[{ email, id: undefined }, ['territory']]]);
    expect(answer).toEqual(ok({ fields, person, lookedUp: { at: now.toISOString(), asked: ['territory'], fields } }));
  });

  it('takes a fresh answer from memory, and asks for the person by the known id otherwise', async () => {
    const { asked, crm } = aCrm();
    const fresh = personLookedUp('2026-11-20T11:59:00.000Z', ['territory'], { territory: 'APAC' });

    expect(await lookUpContact(crm, { ...question, remembered: { person, known: fresh } })).toEqual(
      ok({ fields: { territory: 'APAC' } }),
    );
    await lookUpContact(crm, { ...question, remembered: { person, known } });

    expect(asked).toEqual([[{ email, id: 'c1' }, ['territory']]]);
  });

  it.each([
    ['no field is wanted', { lookUpFields: [] }, {}],
    ['the mail names nobody', { people: { direction: 'inbound', rule: 'sender' } as const }, {}],
    ['the CRM cannot be asked', {}, { lookUp: undefined }],
  ])('answers without fields where %s', async (_case, change, missing) => {
    const { asked, crm } = aCrm();

    const answer = await lookUpContact({ ...crm, ...missing } as typeof crm, { ...question, ...change });

    expect([answer, asked]).toEqual([ok({ fields: {} }), []]);
  });

  it('passes the failure of the CRM on', async () => {
    expect(await lookUpContact(aCrm({ kind: 'unknown' }).crm, question)).toEqual({ kind: 'unknown' });
  });
});

describe('lookUpContact, with open deals', () => {
  const { lookUpFields, integration: withDeals } = aDestination(
    anIntegration({ rules: [{ name: 'deals', when: { openDeals: true, crm: { tier: [1] } }, do: { filter: true } }] }),
  );
  const people = { direction: 'inbound', rule: 'sender', contact: { email: 'ada@customer.example' } } as const;
  const subjectFor = (tenant: string, email: string) => `${tenant} ${email}`;

  function asking(contactIdField?: string, openDeals: readonly string[] = ['7', '9']) {
    const asked: unknown[] = [];
    const adapter: Pick<CrmAdapter, 'lookUp' | 'contactIdField' | 'openDealsOf'> = {
      ...(contactIdField && { contactIdField }),
      async lookUp(...given) {
        asked.push(['fields', ...given]);
        return ok({ tier: 1, ...(contactIdField && { [contactIdField]: 42 }) });
      },
      async openDealsOf(given) {
        asked.push(['deals', given]);
        return ok(openDeals);
      },
    };
    const look = (remembered = {}) =>
      lookUpContact(adapter, { integration: withDeals, lookUpFields, people, remembered, subjectFor, now });
    return { look, asked };
  }

  it('asks for the deals beside the fields, by the id that the same look-up finds, and remembers both', async () => {
    const { look, asked } = asking('id');

    expect(await look()).toMatchObject({
      value: {
        fields: { tier: 1, 'deals:open': '7;9' },
        lookedUp: { asked: ['deals:open', 'tier'], fields: { 'deals:open': '7;9' } },
      },
    });
    expect(asked).toEqual([
      ['fields', { email: 'ada@customer.example', id: undefined }, ['tier', 'id']],
      ['deals', { email: 'ada@customer.example', id: '42' }],
    ]);
  });

  it('asks by the id that the ledger remembers, and for nothing that was answered within the hour', async () => {
    const person = personAt(subjectFor, withDeals.connection, 'ada@customer.example');
    const { look, asked } = asking('id', []);

    expect(await look({ person, known })).toMatchObject({ value: { fields: { tier: 1 } } });
    expect(asked).toEqual([
      ['fields', { email: 'ada@customer.example', id: 'c1' }, ['tier']],
      ['deals', { email: 'ada@customer.example', id: 'c1' }],
    ]);
    const fresh = personLookedUp('2026-11-20T11:59:00.000Z', ['deals:open', 'tier'], { 'deals:open': '7' });
    expect(await look({ person, known: fresh })).toMatchObject({ value: { fields: { 'deals:open': '7' } } });
    expect(asked).toHaveLength(2);
  });
});
