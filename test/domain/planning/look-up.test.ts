import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import type { ContactFields } from '../../../lambdas/domain/crm/contact-fields.ts';
import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { CrmRecords } from '../../../lambdas/domain/crm/crm-records.ts';
import { type KnownPerson, learnedOf, personAt } from '../../../lambdas/domain/delivery/known-person.ts';
import { rememberedFields } from '../../../lambdas/domain/planning/look-up.ts';
import { planDelivery } from '../../../lambdas/domain/planning/plan-delivery.ts';
import { aDelivery, aDestination, anEvent, anIntegration, subjectFor } from '../../helpers/builders.ts';
import { nullDeliverPorts } from '../../helpers/null-ports.ts';

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
const looked = (at: string, asked: readonly string[], fields: ContactFields = {}): KnownPerson => ({
  ...known,
  crm: { at, asked, fields },
});

describe('what is looked up of a contact', () => {
  it('is what rules ask about, what mappings take, and whose the contact is; of others nothing', () => {
    const chosen = { name: 'x', when: { known: true }, do: { mapping: 'regions@1' } };

    expect(aDestination(integration, { mappings }).lookUpFields).toEqual(['OwnerId', 'territory']);
    expect(aDestination({}, { mappings }).lookUpFields).toEqual([]);
    expect(aDestination({ rules: [chosen] }, { mappings }).lookUpFields).toEqual(['territory']);
  });

  it.each<[string, KnownPerson | undefined, ContactFields | undefined]>([
    ['a moment ago', looked('2026-11-20T11:59:00.000Z', ['territory'], { territory: 'EMEA' }), { territory: 'EMEA' }],
    ['a moment ago, and held nothing', looked('2026-11-20T11:59:00.000Z', ['territory']), {}],
    ['more than an hour ago', looked('2026-11-20T10:59:00.000Z', ['territory'], { territory: 'EMEA' }), undefined],
    ['for other fields', looked('2026-11-20T11:59:00.000Z', ['OwnerId']), undefined],
    ['never', known, undefined],
    ['of nobody', undefined, undefined],
  ])('is remembered for an hour: asked %s', (_when, person, wanted) => {
    expect(rememberedFields(person, ['territory'], now)).toEqual(wanted);
  });

  it('is kept with the person, also one of whom the mail taught nothing else', () => {
    const lookedUp = { at: now.toISOString(), asked: ['territory'], fields: {} };
    const done = { contact: { state: 'done' as const, at: now.toISOString(), id: 'c2' } };

    expect(learnedOf(known, {}, lookedUp, now.toISOString())).toEqual({ ...known, crm: lookedUp });
    expect(learnedOf(undefined, done, lookedUp, now.toISOString())).toMatchObject({ contact: 'c2', crm: lookedUp });
    expect(learnedOf(known, done, undefined, now.toISOString())).toBeUndefined();
    expect(learnedOf(undefined, {}, lookedUp, now.toISOString())).toBeUndefined();
  });
});

describe('a delivery that looks its contact up', () => {
  const person = personAt(subjectFor, integration.connection, 'ada@customer.example');
  /** @param answer what the CRM says */
  async function plan(
    answer: Awaited<ReturnType<NonNullable<CrmAdapter['lookUp']>>>,
    remembered = {},
    how: Integration = integration,
  ) {
    const asked: unknown[] = [];
    let records: CrmRecords | undefined;
    const adapter: CrmAdapter = {
      calls: { unknown: 1, known: 1 },
      async lookUp(...given) {
        asked.push(given);
        return answer;
      },
      async steps(mapped) {
        records = mapped;
        return { kind: 'ok', value: [], how: 'unchanged' };
      },
    };
    const event = anEvent();
    const planned = await planDelivery(
      {
        ...nullDeliverPorts,
        mail: { getEvent: async () => event },
        subjectHash: async () => subjectFor,
        now: () => now,
      },
      { ...aDelivery(event), attempts: 0, fence: 0, steps: {} },
      aDestination(how, { mappings, account: { name: 'main', adapter } }),
      remembered,
    );
    return { planned, records, asked };
  }
  const said = (fields: ContactFields) => ({ kind: 'ok' as const, value: fields, how: 'existing' as const });

  it('asks by the address, maps what it hears, gives the task to whose the contact is, and says what to remember', async () => {
    const { planned, records, asked } = await plan(said({ territory: 'emea', OwnerId: '0057' }));

    expect(asked).toEqual([[{ email: 'ada@customer.example', id: undefined }, ['OwnerId', 'territory']]]);
    expect(records?.activity.fields).toMatchObject({ region: 'emea' });
    expect(records?.task).toMatchObject({ title: expect.stringContaining('Answer'), owner: '0057' });
    expect(planned).toMatchObject({
      kind: 'write',
      lookedUp: { at: now.toISOString(), asked: ['OwnerId', 'territory'], fields: { territory: 'emea' } },
    });
  });

  it('asks by the id that is remembered, and not at all within the hour', async () => {
    const byId = await plan(said({}), { person, known });
    const memory = looked('2026-11-20T11:30:00.000Z', ['OwnerId', 'territory'], { territory: 'EMEA' });
    const remembered = await plan(said({}), { person, known: memory });

    expect(byId.asked).toMatchObject([[{ id: 'c1' }, expect.anything()]]);
    expect(byId.records?.task).toBeUndefined();
    expect(remembered.asked).toEqual([]);
    expect(remembered.records?.task?.owner).toBeUndefined();
    expect(remembered.records?.task?.title).toContain('Answer');
    expect(remembered.planned).not.toHaveProperty('lookedUp');
  });

  it('takes nothing from the memory of somebody else', async () => {
    const memory = looked('2026-11-20T11:30:00.000Z', ['OwnerId', 'territory'], { territory: 'EMEA' });

    const { asked, records } = await plan(said({}), { person: 'another', known: memory });

    expect(asked).toMatchObject([[{ id: undefined }, expect.anything()]]);
    expect(records?.task).toBeUndefined();
  });

  it('asks nothing for a mail that is not live yet', async () => {
    const shadow = { ...integration, mode: 'shadow' as const, rollout: { senders: ['@elsewhere.example'] } };

    const { planned, asked } = await plan(said({ territory: 'EMEA' }), {}, shadow);

    expect(planned).toEqual({ kind: 'end', fate: 'shadowed' });
    expect(asked).toEqual([]);
  });

  it('is remembered of mail that a rule ends, too', async () => {
    const ends = { ...integration, rules: [{ ...emea, do: { filter: true as const } }] };

    const { planned } = await plan(said({ territory: 'EMEA' }), { person, known }, ends);

    expect(planned).toMatchObject({
      kind: 'end',
      fate: 'filtered',
      person,
      lookedUp: { fields: { territory: 'EMEA' } },
    });
  });

  it('decides nothing while the CRM does not answer', async () => {
    const { planned, records } = await plan({ kind: 'unknown' });

    expect(planned).toEqual({ kind: 'failed', failure: { kind: 'unknown' } });
    expect(records).toBeUndefined();
  });
});
