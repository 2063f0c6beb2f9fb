import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { emailDeliveredJsonSchema } from '../../docs/schemas/email-delivered.ts';
import { createDeliverEvent } from '../../lambdas/deliver/deliver-event.ts';
import { planDelivered } from '../../lambdas/deliver/plan-delivered.ts';
import { createResendDelivery } from '../../lambdas/deliver/resend-delivery.ts';
import type { CrmAdapter } from '../../lambdas/domain/crm/crm-adapter.ts';
import { emailDeliveredSchema } from '../../lambdas/domain/crm/email-delivered.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import { anAttempt } from '../helpers/attempt.ts';
import { anIntegration } from '../helpers/builders.ts';

const at = '2026-11-20T09:00:05.000Z';
const settled: Partial<Delivery> = {
  state: 'done',
  fate: 'delivered',
  settledAt: at,
  steps: {
    contact: { state: 'done', at, id: 'c1' },
    company: { state: 'done', at },
    deal: { state: 'done', at, id: 'd1' },
    activity: { state: 'done', at, id: 'a1' },
  },
};

/** The event about the records of a mail, with the deliveries before it. */
function aDelivered(mail: Partial<Delivery> | undefined, notification?: Partial<Delivery>) {
  const sent: unknown[][] = [];
  const adapter: CrmAdapter = {
    calls: { unknown: 1, known: 1 },
    takesReplays: true,
    steps: () => Promise.reject(new Error('this is no mail')),
    async announceDelivered(...given) {
      sent.push(given);
      return { kind: 'ok', value: { id: 'msg' }, how: 'created' };
    },
  };
  const attempt = anAttempt({
    delivery: { integration: 'sales~hook~delivered' },
    adapter,
    ledger: {
      load: async ({ integration }) => {
        const { delivery } = attempt.context;
        const states: Record<string, Partial<Delivery> | undefined> = { sales: mail, 'sales~hook': notification };
        if (integration === delivery.integration) return { delivery };
        const state = states[integration];
        return state === undefined ? {} : { delivery: { ...delivery, integration, ...state } };
      },
    },
    ports: {
      mail: { getEvent: () => Promise.reject(new Error('no mail is read')) },
      control: {
        integrations: async () => [anIntegration({ key: 'sales', connection: 'hub', deliveredEvents: ['hook'] })],
        connection: async () => ({ vendor: 'webhook', baseUrl: 'https://x.example', credentials: 'env:X' }),
        intake: async () => undefined,
        mappings: async () => ({}),
      },
    },
  });
  const { context } = attempt;
  const plan = (account = { name: 'hook', adapter }) => planDelivered(context.dependencies, context.delivery, account);
  return { plan, sent, attempt };
}

const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as (instance: Ajv2020) => void)(ajv);

describe('the schema of email.delivered/1', () => {
  it('is published as the source has it, and open for fields of later versions', () => {
    const published = JSON.parse(readFileSync('docs/schemas/email.delivered-1.json', 'utf8')) as object;

    expect(published).toEqual(JSON.parse(JSON.stringify(emailDeliveredJsonSchema())));
    expect(JSON.stringify(published)).not.toContain('additionalProperties');
  });
});

describe('planDelivered', () => {
  it('hands on the ids of the records, under an id and in the group of the mail', async () => {
    const { plan, sent, attempt } = aDelivered(settled);
    const planned = await plan();

    expect(planned).toMatchObject({ kind: 'write', steps: [{ name: 'activity', key: { kind: 'unique' } }] });
    if (planned.kind === 'write') await planned.steps[0]!.write({});
    const [event, envelope] = sent[0] as [unknown, { id: string; group: string }];
    const { eventId, tenant, threadKey, receivedAt } = attempt.context.delivery;
    expect(event).toEqual({
      schema: 'email.delivered/1',
      ...{ eventId, integration: 'sales', tenant, threadKey, receivedAt },
      deliveredAt: at,
      crm: { connection: 'hub', contactId: 'c1', dealId: 'd1', activityId: 'a1' },
    });
    expect(envelope).toEqual({ id: expect.stringMatching(/^[0-9a-f]{64}$/), group: `sales#${threadKey}` });
    expect(emailDeliveredSchema.safeParse(event).error).toBeUndefined();
    expect(ajv.compile(emailDeliveredJsonSchema())(event)).toBe(true);
  });

  it('has the same id in each attempt', async () => {
    const { plan, sent } = aDelivered(settled);
    for (let nth = 0; nth < 2; nth += 1) {
      const planned = await plan();
      if (planned.kind === 'write') await planned.steps[0]!.write({});
    }

    expect(sent[1]).toEqual(sent[0]);
  });

  it.each<[string, Partial<Delivery>, Partial<Delivery> | undefined]>([
    ['the CRM', { state: 'pending' }, undefined],
    ['the CRM, for which it is parked', { state: 'pending', fate: 'parked' }, undefined],
    ['the notification of the same connection', settled, { state: 'pending' }],
  ])('waits for %s', async (_case, mail, notification) => {
    expect(await aDelivered(mail, notification).plan()).toMatchObject({ kind: 'waits' });
  });

  it('goes behind a notification that has its end, in its group', async () => {
    for (const end of [
      { state: 'done', fate: 'delivered' },
      { state: 'failed', fate: 'dead' },
    ] as const) {
      const { plan, sent, attempt } = aDelivered(settled, end);
      const planned = await plan();
      if (planned.kind === 'write') await planned.steps[0]!.write({});

      expect(sent[0]?.[1]).toMatchObject({ group: `sales~hook#${attempt.context.delivery.threadKey}` });
    }
  });

  it.each<[string, Partial<Delivery> | undefined, string]>([
    ['was given up', { state: 'failed', fate: 'dead' }, 'its mail is dead'],
    ['was filtered after all', { state: 'done', fate: 'filtered', settledAt: at }, 'its mail is filtered'],
    ['is past its retention', undefined, 'its mail is gone'],
  ])('ends without an event when the mail %s', async (_case, mail, reason) => {
    expect(await aDelivered(mail).plan()).toEqual({ kind: 'end', fate: 'filtered', reason });
  });

  it('ends without an event at a connection that takes none any more', async () => {
    const adapter: CrmAdapter = { calls: { unknown: 1, known: 1 }, steps: () => Promise.reject(new Error('unused')) };

    expect(await aDelivered(settled).plan({ name: 'hook', adapter })).toMatchObject({ kind: 'end' });
  });
});

describe('a delivery about the records of a mail', () => {
  it('is sent and settled as any other, without reading the mail', async () => {
    const { sent, attempt } = aDelivered(settled);
    const { dependencies, message } = attempt.context;

    const result = await createDeliverEvent(dependencies)(message, attempt.context.attempt);

    expect(result).toMatchObject({ kind: 'settled', fate: 'delivered' });
    expect(sent).toHaveLength(1);
    expect(attempt.asked()).toContain('settle');
  });

  it('stays on the queue while the mail is on its way, and writes nothing', async () => {
    const { sent, attempt } = aDelivered({ state: 'pending' });
    const { dependencies, message } = attempt.context;
    const deliver = createDeliverEvent(dependencies);
    const fromQueue = await deliver(message, attempt.context.attempt);
    const inRedrive = await deliver(message, { ...attempt.context.attempt, isReplay: true });

    expect(fromQueue).toEqual({ kind: 'retry', afterMs: 2_000, reason: 'waits for its mail', waits: true });
    expect(inRedrive).toEqual({ kind: 'retry', afterMs: 2_000, reason: 'waits for its mail' });
    expect([sent, attempt.asked().includes('lease')]).toEqual([[], false]);
  });

  it('is handed on once more as such, with the mark of the replay', async () => {
    const { sent, attempt } = aDelivered(settled);
    const mark = { id: 'rpl_1', messageId: 'same' } as const;
    const { dependencies, delivery } = attempt.context;

    expect(await createResendDelivery(dependencies)(delivery, mark, 30_000)).toEqual({ kind: 'sent' });
    expect(sent[0]?.[1]).toMatchObject({ replay: mark });
  });
});
