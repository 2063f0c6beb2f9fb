import { settleDelivery } from '../../lambdas/deliver/settle-delivery.ts';
import type { WrittenDelivery } from '../../lambdas/deliver/write-under-lease.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import { notifyKey } from '../../lambdas/domain/configuration/integrations.ts';
import type { SenderConsent } from '../../lambdas/domain/consent/consent-ledger.ts';
import type { Destination } from '../../lambdas/domain/planning/destination.ts';
import type { WritePlan } from '../../lambdas/domain/planning/plan-delivery.ts';
import { anAttempt } from '../helpers/attempt.ts';
import { aDestination } from '../helpers/builders.ts';

const at = '2026-11-20T10:00:00.000Z';
const plan: WritePlan = { kind: 'write', steps: [], mapping: 'leads@2', person: 'person-1' };
const done = { contact: { state: 'done' as const, at, id: 'c1' } };
const writtenDelivery: WrittenDelivery = { fence: 4, fate: 'delivered', steps: {}, done };
const admitted = { destination: aDestination() };
const consent = { record: { tenant: 'acme' } } as SenderConsent;

describe('settleDelivery', () => {
  it('writes the fate under the lease, with the mapping that made the records', async () => {
    const { context, calls } = anAttempt();

    const ending = await settleDelivery(context, admitted, plan, { ...writtenDelivery, reason: 'because' });

    expect(ending).toEqual({
      ends: 'answered',
      result: { kind: 'settled', fate: 'delivered', how: 'now', receivedAt: context.delivery.receivedAt },
    });
    const end = { fate: 'delivered', mappingVersion: 'leads@2', reason: 'because' };
    expect(calls).toMatchObject([['settle', context.message, 4, end]]);
  });

  it('names the integration’s own mapping for a delivery that made no records', async () => {
    const { context, calls } = anAttempt();

    const ended: WrittenDelivery = { fence: 3, isUnleased: true, fate: 'filtered' };
    await settleDelivery(context, admitted, { kind: 'end', fate: 'filtered' }, ended);

    expect(calls).toMatchObject([
      ['settle', {}, 3, { fate: 'filtered', mappingVersion: 'default@1', isUnleased: true }],
    ]);
  });

  it('leaves the message to the worker that has the lease now', async () => {
    const { context, asked } = anAttempt({ ledger: { settle: async () => false }, context: { isLast: true } });

    expect(await settleDelivery(context, admitted, plan, writtenDelivery)).toMatchObject({
      result: { reason: 'lease lost' },
    });
    expect(asked()).toEqual([]);
  });

  it.each([
    ['a last attempt', { isLast: true }],
    ['an attempt under a marker', { isGuarded: true }],
  ])('opens the conversation again after %s', async (_case, context) => {
    const attempt = anAttempt({ context });

    await settleDelivery(attempt.context, admitted, plan, writtenDelivery);

    expect(attempt.calls.at(-1)).toEqual(['unguard', attempt.context.group, attempt.context.message.eventId]);
  });

  it.each<[string, Partial<WritePlan>, object]>([
    ['the records of the sender', {}, { remember: { person: 'person-1', known: { contact: 'c1', at } } }],
    ['nothing of a mail with a From that is proven false', { unbelieved: 'false' }, {}],
    ['nothing of an unproven mail in the name of our own domain', { unbelieved: 'own-unproven' }, {}],
    ['nothing of a mail that a machine has written', { onlyOnKnown: 'list' }, {}],
    ['nothing of a mail that is about somebody else', { person: 'person-2' }, {}],
  ])('remembers %s', async (_case, more, wanted) => {
    const { context, calls } = anAttempt();

    await settleDelivery(context, admitted, { ...plan, ...more }, writtenDelivery);

    const end = calls[0]![3];
    expect(end).toMatchObject(wanted);
    expect('remember' in (end as object)).toBe('remember' in wanted);
  });

  it('announces a delivered mail to the consent ledger, reviewers and connections before it is settled', async () => {
    const heard: unknown[] = [];
    const attempt = anAttempt({
      context: { consent },
      ports: {
        personAppeared: async (person) => void heard.push(person),
        offerReview: async ({ deal }) => void heard.push(deal),
        notify: async (_delivery, connection) => void heard.push(connection),
      },
      ledger: { settle: async () => heard.push('settled') > 0 },
    });
    const announced: WritePlan = {
      ...plan,
      review: [{ about: 'deal', deal: '7', text: 'x' }],
      notify: ['slack', 'bus'],
    };

    await settleDelivery(attempt.context, admitted, announced, writtenDelivery);

    expect(heard).toEqual([consent, 'slack', 'bus', '7', 'settled']);
  });

  it('tells the connections that want to hear of the records, and none for a shadow or a mail that is not delivered', async () => {
    const heard: unknown[] = [];
    const notify = async (_delivery: object, connection: string, keyOf = notifyKey) =>
      void heard.push(keyOf('sales', connection));
    const settle = async (destination: Partial<Destination>, written: WrittenDelivery) => {
      const { context } = anAttempt({ ports: { notify } });
      const base = { ...aDestination({ deliveredEvents: ['ids', 'bus'] }), ...destination };
      await settleDelivery(context, { destination: base }, { ...plan, notify: ['ids'] }, written);
      return heard.splice(0);
    };

    expect(await settle({}, writtenDelivery)).toEqual(['sales~ids', 'sales~ids~delivered', 'sales~bus~delivered']);
    expect(await settle({ isShadow: true }, writtenDelivery)).toEqual(['sales~ids']);
    expect(await settle({}, { ...writtenDelivery, fate: 'shadowed' })).toEqual([]);
  });

  it.each<[string, Partial<Integration>, Partial<Destination>, number]>([
    ['where its integration wants that', { deliveredInFeed: true }, {}, 1],
    ['not where it does not', {}, {}, 0],
    ['not for a shadow', { deliveredInFeed: true }, { isShadow: true }, 0],
  ])('announces the records in the feed %s', async (_case, integration, destination, times) => {
    const announced: string[] = [];
    const ports = { announceInFeed: async ({ eventId }: { eventId: string }) => void announced.push(eventId) };
    const { context } = anAttempt({ ports });

    await settleDelivery(
      context,
      { destination: { ...aDestination(integration), ...destination } },
      plan,
      writtenDelivery,
    );

    expect(announced).toHaveLength(times);
  });

  it('offers mail for review that was kept out of the CRM for its trust', async () => {
    const offers: unknown[] = [];
    const { context } = anAttempt({ ports: { offerReview: async (offer) => void offers.push(offer) } });
    const review = [{ about: 'trust', text: 'trust 5: dmarc.fail' }] as const;

    await settleDelivery(
      context,
      admitted,
      { kind: 'end', fate: 'quarantined', review },
      { fence: 0, isUnleased: true, fate: 'quarantined' },
    );

    expect(offers).toMatchObject([{ about: ['trust'], reason: 'trust 5: dmarc.fail' }]);
  });

  it('announces nothing of a mail that was quarantined', async () => {
    const heard: unknown[] = [];
    const notify = async () => void heard.push('notified');
    const { context } = anAttempt({ ports: { notify } });

    await settleDelivery(
      context,
      admitted,
      { ...plan, notify: ['slack'] },
      { ...writtenDelivery, fate: 'quarantined' },
    );

    expect(heard).toEqual([]);
  });

  it('notes a forwarding confirmation for an operator, and announces it to nobody else', async () => {
    const heard: unknown[] = [];
    const attempt = anAttempt({
      context: { consent },
      ports: {
        personAppeared: async (person) => void heard.push(person),
        noteForwarding: async (request) => void heard.push(request),
      },
    });
    const ended: WrittenDelivery = { fence: 3, isUnleased: true, fate: 'filtered' };
    const { eventId, integration, receivedAt } = attempt.context.delivery;

    await settleDelivery(attempt.context, admitted, { kind: 'end', fate: 'filtered', forwarding: 'gmail' }, ended);

    expect(heard).toEqual([{ eventId, integration, service: 'gmail', at: receivedAt }]);
  });
});
