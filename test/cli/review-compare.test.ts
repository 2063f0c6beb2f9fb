import { type ComparePorts, compareWithCrm, comparisonLines, comparisons, isWrong } from '../../cli/review-compare.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import type { CrmAdapter } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { CrmRecords } from '../../lambdas/domain/crm/crm-records.ts';
import type { CrmStep, StepName } from '../../lambdas/domain/crm/crm-step.ts';
import { existing, type Outcome, type Ref } from '../../lambdas/domain/crm/outcome.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import { mailContextOf } from '../../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent, anIntegration } from '../helpers/builders.ts';
import { aFakeReader, aMailRecord, aSettledDelivery, aStoredMail } from '../helpers/fake-reader.ts';

const none: Outcome<Ref | undefined> = { kind: 'ok', value: undefined, how: 'existing' };
const rejected: Outcome<Ref | undefined> = { kind: 'rejected', code: 'FORBIDDEN', message: 'no' };
const done = (id: string) => ({ state: 'done' as const, at: 'T', id });
const written: string[] = [];

/** A CRM whose look-ups give these answers; a write is a mistake of the test. */
function aCrm(
  finds: Partial<Record<StepName, Outcome<Ref | undefined>>>,
  contact: Record<string, string> | undefined = { Id: '51' },
): CrmAdapter {
  const steps = (['contact', 'deal', 'activity'] as const).map((name): CrmStep => {
    const answer = finds[name];
    return {
      name,
      key: { kind: 'unique' },
      write: async () => {
        written.push(name);
        return existing('0');
      },
      ...(answer && { find: async () => answer }),
    };
  });
  return {
    calls: { unknown: 1, known: 1 },
    contactIdField: 'Id',
    lookUp: async () => ({ kind: 'ok', value: contact, how: 'existing' }),
    steps: async () => ({ kind: 'ok', value: steps, how: 'existing' }),
  };
}
const event = anEvent();
const routed = routeEvent(event, aDelivery(event));
const records: CrmRecords = mapEvent(mailContextOf(routed, undefined), anIntegration());
const withFields = (fields: Record<string, string>): CrmRecords => ({
  ...records,
  contact: { ...records.contact!, fields },
});
const steps = { contact: done('51'), activity: done('77') };

describe('compareWithCrm', () => {
  it.each<[string, CrmAdapter, object[]]>([
    [
      'the same records',
      aCrm({ activity: existing('77') }),
      [
        { record: 'contact', id: '51', result: 'same' },
        { record: 'activity', id: '77', result: 'same' },
      ],
    ],
    [
      'an activity that somebody deleted',
      aCrm({ activity: none }),
      [{ result: 'same' }, { record: 'activity', result: 'missing' }],
    ],
    [
      'another contact under the address',
      aCrm({ activity: existing('77') }, { Id: '52' }),
      [{ record: 'contact', id: '51', result: 'other', found: '52' }, { result: 'same' }],
    ],
    ['a contact that is gone', aCrm({ activity: existing('77') }, {}), [{ result: 'missing' }, { result: 'same' }]],
    [
      'what the CRM does not answer',
      aCrm({ activity: rejected }),
      [{ result: 'same' }, { record: 'activity', result: 'unasked', reason: expect.stringContaining('FORBIDDEN') }],
    ],
    [
      'what the CRM cannot look up',
      aCrm({}),
      [{ result: 'same' }, { record: 'activity', result: 'unasked', reason: 'the CRM has no look-up for it' }],
    ],
  ])('finds %s, and writes nothing', async (_what, adapter, checks) => {
    const comparison = await compareWithCrm(adapter, records, routed, steps);

    expect(comparison.records).toMatchObject(checks);
    expect(written).toEqual([]);
  });

  it('names mapped fields that the CRM has otherwise, but none that only fills an empty one', async () => {
    const adapter = aCrm({}, { Id: '51', region: 'apac', size: '10', phone: '1' });
    const mapped = {
      ...withFields({ region: 'emea', size: '10', phone: '2', stage: 'lead' }),
      fill: { contact: { phone: '2' } },
    };

    expect((await compareWithCrm(adapter, mapped, routed, steps)).fields).toEqual([
      { target: 'contact.region', wanted: 'emea', found: 'apac' },
      { target: 'contact.stage', wanted: 'lead' },
    ]);
  });

  it('tells why nothing can be compared', async () => {
    const adapter = { ...aCrm({}), steps: async () => ({ kind: 'unknown' as const }) };

    expect(await compareWithCrm(adapter, records, routed, steps)).toMatchObject({
      records: [],
      error: expect.stringMatching(/^unknown/),
    });
  });
});

describe('comparisons', () => {
  const file: IntegrationsFile = {
    connections: {},
    integrations: [anIntegration({ mode: 'shadow', shadow: { to: 'sandbox' } })],
  };
  const asked: string[] = [];
  const aStage = (deliveries: readonly Delivery[]): ComparePorts => {
    const numbers = [1, 2];
    const { store, reader } = aFakeReader({
      stored: numbers.map((nth) => aStoredMail(nth)),
      mails: numbers.map((nth) => aMailRecord(nth)),
      deliveries,
    });
    asked.length = 0;
    return {
      store: { ...store, getEvent: async (eventId) => (eventId === 'evt_2' ? undefined : { ...event, eventId }) },
      reader,
      sources: { readFields: async () => ({}), readAttachment: async () => undefined },
      adapterFor: async (name) => {
        asked.push(name);
        return { kind: 'ok', value: aCrm({ activity: none }), how: 'existing' };
      },
    };
  };
  const options = { since: new Date('2026-11-20T00:00:00Z'), percent: 100 };
  const compared = (deliveries: readonly Delivery[], ids: string[] = [], more = {}) =>
    Array.fromAsync(comparisons(aStage(deliveries), file, ids, { ...options, ...more }));

  it('asks the account that the mail was written to: that of the shadow for a shadowed one', async () => {
    const found = await compared([aSettledDelivery(1, { steps })]);
    expect(asked).toEqual(['main']);
    expect(found.map(isWrong)).toEqual([true]);

    await compared([aSettledDelivery(1, { fate: 'shadowed', steps })]);
    expect(asked).toEqual(['sandbox']);
  });

  it('leaves out mail without a record, outside the sample, and of other integrations', async () => {
    expect(await compared([aSettledDelivery(1)])).toEqual([]);
    expect(await compared([aSettledDelivery(1, { steps })], [], { percent: 0 })).toEqual([]);
    expect(await compared([aSettledDelivery(1, { steps })], [], { integration: 'support' })).toEqual([]);
    expect(await compared([aSettledDelivery(1, { steps })], ['evt_1'], { percent: 0 })).toHaveLength(1);
  });

  it('tells of an event that is gone, and of an integration that is gone', async () => {
    const deliveries = [aSettledDelivery(2, { steps }), aSettledDelivery(1, { integration: 'old', steps })];

    expect(await compared(deliveries)).toMatchObject([
      { eventId: 'evt_1', error: 'integration old is not configured' },
      { eventId: 'evt_2', error: 'the event object is gone' },
    ]);
  });
});

describe('comparisonLines', () => {
  const head = { eventId: 'evt_1', integration: 'sales', fate: 'delivered' };

  it('shows records, and the values of fields only where they are asked for', () => {
    const comparison = {
      ...head,
      records: [
        { record: 'contact', id: '51', result: 'other', found: '52' } as const,
        { record: 'activity', id: '77', result: 'unasked', reason: 'unknown' } as const,
      ],
      fields: [{ target: 'contact.region', wanted: 'emea', found: 'apac' }],
    };

    expect(comparisonLines(comparison)).toEqual([
      'evt_1 to sales: delivered',
      '  contact 51: other (52)',
      '  activity 77: unasked (unknown)',
      '  contact.region: is another at the CRM',
    ]);
    expect(comparisonLines(comparison, true).at(-1)).toBe(
      '  contact.region: is another at the CRM: mapped "emea", found "apac"',
    );
  });

  it('says why nothing was compared', () => {
    expect(comparisonLines({ ...head, records: [], fields: [], error: 'the event object is gone' })).toEqual([
      'evt_1 to sales: delivered; not compared: the event object is gone',
    ]);
  });
});
