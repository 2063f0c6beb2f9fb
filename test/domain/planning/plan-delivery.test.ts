import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import type { ContactFields } from '../../../lambdas/domain/crm/contact-fields.ts';
import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { CrmRecords } from '../../../lambdas/domain/crm/crm-records.ts';
import type { Delivery } from '../../../lambdas/domain/delivery/delivery.ts';
import { type KnownPerson, personAt } from '../../../lambdas/domain/delivery/known-person.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { type PlanDependencies, planDelivery } from '../../../lambdas/domain/planning/plan-delivery.ts';
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
const personLookedUp = (at: string, asked: readonly string[], fields: ContactFields = {}): KnownPerson => ({
  ...known,
  crm: { at, asked, fields },
});

describe('planDelivery, with a contact to look up', () => {
  const person = personAt(subjectFor, integration.connection, 'ada@customer.example');
  /** @param answer the CRM's answer */
  async function plan(
    answer: Awaited<ReturnType<NonNullable<CrmAdapter['lookUp']>>>,
    remembered = {},
    how: Integration = integration,
    { mail = {} as Partial<ParsedMail>, idField = '' } = {},
  ) {
    const asked: unknown[] = [];
    let records: CrmRecords | undefined;
    const adapter: CrmAdapter = {
      calls: { unknown: 1, known: 1 },
      ...(idField && { contactIdField: idField }),
      async lookUp(...given) {
        asked.push(given);
        return answer;
      },
      async steps(mapped) {
        records = mapped;
        return { kind: 'ok', value: [], how: 'unchanged' };
      },
    };
    const event = anEvent(mail);
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
  const fieldsAnswer = (fields: ContactFields) => ({ kind: 'ok' as const, value: fields, how: 'existing' as const });

  it('asks by the address, maps the answer, gives the task to the owner, and returns what to remember', async () => {
    const { planned, records, asked } = await plan(fieldsAnswer({ territory: 'emea', OwnerId: '0057' }));

    expect(asked).toEqual([[{ email: 'ada@customer.example', id: undefined }, ['OwnerId', 'territory']]]);
    expect(records?.activity.fields).toMatchObject({ region: 'emea' });
    expect(records?.task).toMatchObject({ title: expect.stringContaining('Answer'), owner: '0057' });
    expect(planned).toMatchObject({
      kind: 'write',
      lookedUp: { at: now.toISOString(), asked: ['OwnerId', 'territory'], fields: { territory: 'emea' } },
    });
  });

  it('asks for the contact of a machine’s mail in the same call, so that nothing is looked for twice', async () => {
    const more = { mail: { headers: [{ name: 'list-id', value: '<x.lists.example>' }] }, idField: 'Id' };
    const found = await plan(fieldsAnswer({ territory: 'emea', Id: '003A' }), {}, integration, more);
    const absent = await plan(fieldsAnswer({}), {}, integration, more);
    const byPerson = await plan(fieldsAnswer({ Id: '003A' }), {}, integration, { idField: 'Id' });

    expect(found.asked).toEqual([[expect.anything(), ['OwnerId', 'territory', 'Id']]]);
    expect(found.planned).toMatchObject({ kind: 'write', onlyOnKnown: 'list' });
    expect(found.records?.contact).toEqual({ email: 'ada@customer.example', onlyExisting: true, id: '003A' });
    expect(absent.records).toMatchObject({ onlyOnKnown: true });
    expect(absent.records).not.toHaveProperty('contact');
    expect(byPerson.asked).toEqual([[expect.anything(), ['OwnerId', 'territory']]]);
    expect(byPerson.records?.contact).not.toHaveProperty('id');
  });

  it('asks the CRM nothing about mail of a kind that is filtered', async () => {
    const filtered = anIntegration({ ...integration, kinds: { human: 'filter' } });
    const { planned, asked, records } = await plan(fieldsAnswer({}), {}, filtered);

    expect(planned).toEqual({ kind: 'end', fate: 'filtered', reason: 'kind human' });
    expect([asked, records]).toEqual([[], undefined]);
  });

  it('asks by the id in the ledger, and not at all within the hour', async () => {
    const byId = await plan(fieldsAnswer({}), { person, known });
    const memory = personLookedUp('2026-11-20T11:30:00.000Z', ['OwnerId', 'territory'], { territory: 'EMEA' });
    const remembered = await plan(fieldsAnswer({}), { person, known: memory });

    expect(byId.asked).toMatchObject([[{ id: 'c1' }, expect.anything()]]);
    expect(byId.records?.task).toBeUndefined();
    expect(remembered.asked).toEqual([]);
    expect(remembered.records?.task?.owner).toBeUndefined();
    expect(remembered.records?.task?.title).toContain('Answer');
    expect(remembered.planned).not.toHaveProperty('lookedUp');
  });

  it('takes nothing from the memory of another person', async () => {
    const memory = personLookedUp('2026-11-20T11:30:00.000Z', ['OwnerId', 'territory'], { territory: 'EMEA' });

    const { asked, records } = await plan(fieldsAnswer({}), { person: 'another', known: memory });

    expect(asked).toMatchObject([[{ id: undefined }, expect.anything()]]);
    expect(records?.task).toBeUndefined();
  });

  it('asks nothing for a mail that is not live yet', async () => {
    const shadow = { ...integration, mode: 'shadow' as const, rollout: { senders: ['@elsewhere.example'] } };

    const { planned, asked } = await plan(fieldsAnswer({ territory: 'EMEA' }), {}, shadow);

    expect(planned).toEqual({ kind: 'end', fate: 'shadowed' });
    expect(asked).toEqual([]);
  });

  it('returns what to remember for mail that a rule ends, too', async () => {
    const ends = { ...integration, rules: [{ ...emea, do: { filter: true as const } }] };

    const { planned } = await plan(fieldsAnswer({ territory: 'EMEA' }), { person, known }, ends);

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

describe('planDelivery', () => {
  const rule = (actions: object) => ({ name: 'r', when: { kind: ['human' as const] }, do: actions });
  interface Given {
    readonly integration?: Partial<Integration>;
    readonly event?: EmailReceived | undefined;
    readonly adapter?: Partial<CrmAdapter>;
    readonly token?: { readonly type: string; readonly id: string };
    readonly delivery?: Partial<Delivery>;
    readonly ports?: Partial<PlanDependencies>;
  }
  async function plan(given: Given = {}) {
    const event = 'event' in given ? given.event : anEvent();
    const delivery = aDelivery(event ?? anEvent(), {
      ...(given.token ? { token: given.token } : {}),
      ...given.delivery,
    });
    const records: CrmRecords[] = [];
    const adapter: CrmAdapter = {
      calls: { unknown: 1, known: 1 },
      async steps(mapped) {
        records.push(mapped);
        return { kind: 'ok', value: [], how: 'unchanged' };
      },
      ...given.adapter,
    };
    const planned = await planDelivery(
      {
        ...nullDeliverPorts,
        mail: { getEvent: async () => event },
        subjectHash: async () => subjectFor,
        now: () => now,
        ...given.ports,
      },
      { ...delivery, attempts: 0, fence: 0, steps: {} },
      aDestination(given.integration, { mappings, account: { name: 'main', adapter } }),
      {},
    );
    return { planned, records };
  }

  it.each<[string, Given, object]>([
    [
      'filters everything of an integration that is off',
      { integration: { mode: 'off' } },
      { kind: 'end', fate: 'filtered' },
    ],
    ['misses an event that is gone', { event: undefined }, { kind: 'missing', reason: 'the event object is gone' }],
    [
      'misses an event of a newer version',
      { event: { ...anEvent(), schema: 'email.received/2' as never } },
      { kind: 'missing', reason: 'the event has the schema email.received/2, wanted email.received/1' },
    ],
    [
      'quarantines a mail beyond the brake',
      { integration: { brake: { mails: 1, minutes: 60 } }, ports: { countInWindow: async () => 2 } },
      { kind: 'end', fate: 'quarantined' },
    ],
    [
      'ends a mail by a rule, and names the rule',
      { integration: { rules: [rule({ filter: true })] } },
      { kind: 'end', fate: 'filtered', reason: 'rule r' },
    ],
    [
      'fails for a mapping that is not configured',
      { integration: { mapping: 'none@1' } },
      { kind: 'failed', failure: { kind: 'misconfigured', code: 'no-mapping' } },
    ],
    [
      'fails while the CRM cannot say who belongs to a deal',
      { token: { type: 'deal', id: '7' }, adapter: { peopleOfDeal: async () => ({ kind: 'unknown' }) } },
      { kind: 'failed', failure: { kind: 'unknown' } },
    ],
    [
      'fails when the adapter cannot make steps',
      { adapter: { steps: async () => ({ kind: 'unknown' }) } },
      { kind: 'failed', failure: { kind: 'unknown' } },
    ],
    [
      'writes with the mapping, the person and the notifications',
      { integration: { rules: [rule({ notify: ['slack'] })] } },
      {
        kind: 'write',
        mapping: 'default@1',
        notify: ['slack'],
        person: personAt(subjectFor, 'main', 'ada@customer.example'),
      },
    ],
    [
      'marks a mail whose From is proven false',
      { event: { ...anEvent(), authentication: { dmarc: 'fail' } } },
      { kind: 'write', unbelieved: 'false' },
    ],
    [
      'refuses a deal that is not for the sender',
      { token: { type: 'deal', id: '7' } },
      { kind: 'write', review: [{ about: 'deal', deal: '7', isWithheld: true }] },
    ],
  ])('%s', async (_case, given, wanted) => {
    expect((await plan(given)).planned).toMatchObject(wanted);
  });

  it.each<[string, Partial<Delivery>, Partial<Integration>, string[]]>([
    ['nobody reviews a mail that names its conversation', {}, {}, []],
    ['a person reviews a guessed conversation', { matchedBy: 'subject', confidence: 0.5 }, {}, ['thread']],
    ['a row of an earlier version counts as guessed, too', { matchedBy: 'subject' }, {}, ['thread']],
    ['nobody reviews a conversation that a header names', { matchedBy: 'thread-index', confidence: 0.9 }, {}, []],
    [
      'a person reviews what the integration calls too uncertain',
      { matchedBy: 'thread-index', confidence: 0.9 },
      { deals: 'thread', dealConfidence: 0.95 },
      ['thread'],
    ],
    ['a person reviews suspicious mail', { trust: { score: 19, reasons: ['dkim.fail'] } }, {}, ['trust']],
    [
      'the integration sets the bound of suspicion',
      { trust: { score: 19, reasons: [] } },
      { trust: { ownDomains: [], allow: [], block: [], below: 10, action: 'tag' } },
      [],
    ],
    ['a delivery that only notifies offers nothing', { matchedBy: 'subject' }, { key: 'sales~slack' }, []],
  ])('%s', async (_case, delivery, integration, wanted) => {
    const { planned } = await plan({ delivery, integration });

    expect(planned).toMatchObject({ kind: 'write' });
    const reasons = ('review' in planned ? planned.review : undefined) ?? [];
    expect(reasons.map(({ about }) => about)).toEqual(wanted);
  });

  it('offers mail for review that is quarantined for its trust, and none that a brake keeps out', async () => {
    const trust = { ownDomains: [], allow: [], block: [], below: 20, action: 'quarantine' as const };
    const brake = { mails: 1, minutes: 60 };
    const suspicious = { trust: { score: 5, reasons: ['dmarc.fail'] } };

    const kept = await plan({ integration: { trust }, delivery: suspicious });
    const flood = await plan({
      integration: { brake },
      delivery: suspicious,
      ports: { countInWindow: async () => 2 },
    });

    expect(kept.planned).toMatchObject({
      kind: 'end',
      fate: 'quarantined',
      review: [{ about: 'trust', text: 'trust 5: dmarc.fail' }],
    });
    expect(flood.planned).not.toHaveProperty('review');
  });

  it('maps a mail with its task and its link, and without a deal that was refused', async () => {
    const integration = { links: { days: 7 }, rules: [rule({ task: { title: 'Call', inDays: 1 } })] };

    const { records } = await plan({ integration, token: { type: 'deal', id: '7' } });

    expect(records).toMatchObject([
      {
        activity: { link: { url: expect.stringContaining('https://view.example/sales/evt_') } },
        task: { title: 'Call: Hello' },
      },
    ]);
    expect(records[0]).not.toHaveProperty('deal');
  });
});
