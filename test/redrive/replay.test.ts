import type { Fate, Steps } from '../../lambdas/domain/delivery/delivery.ts';
import { rejected, unknown, useConversations } from '../helpers/conversation.ts';

const aConversation = useConversations();

describe('createReplay', () => {
  /** Three mails: the first delivered, the second given up, the third waiting in its conversation. */
  const aMixture = async () => {
    const conversation = await aConversation(3);
    await conversation.attempt(0);
    conversation.answers.push(rejected);
    await conversation.attempt(1);
    await conversation.attempt(2);
    await conversation.ledger.giveUp(conversation.message(1), 'skipped by test', new Date(conversation.clock.ms));
    conversation.crmWrites.length = 0;
    return conversation;
  };

  it('delivers given-up deliveries, and leaves other deliveries as they are', async () => {
    const conversation = await aMixture();

    const { deliveries } = await conversation.replay([2, 1, 0]);

    expect(deliveries.map(({ before, result }) => [before, result])).toEqual([
      ['delivered', 'unchanged'],
      ['dead', 'delivered'],
      ['parked', 'left'],
    ]);
    expect(conversation.crmWrites).toEqual([conversation.events[1]!.eventId]);
    expect((await conversation.delivery(1))?.fate).toBe('delivered');
  });

  it('reports what it would do in a dry run, and leaves no audit record', async () => {
    const conversation = await aMixture();

    const { deliveries } = await conversation.replay([1], true);

    expect(deliveries).toMatchObject([{ result: 'would-replay' }]);
    expect(conversation.crmWrites).toEqual([]);
    expect(conversation.replays).toEqual([]);
  });

  it('reports a delivery that fails again, and leaves it given up', async () => {
    const conversation = await aMixture();
    conversation.answers.push(rejected);

    const { deliveries } = await conversation.replay([1]);

    expect(deliveries).toMatchObject([{ result: 'failed', reason: 'rejected: INVALID: no' }]);
    expect(await conversation.delivery(1)).toMatchObject({ state: 'failed', fate: 'dead' });
    expect(conversation.replays).toHaveLength(1);
  });

  describe('of a mail that was kept out', () => {
    const keptOut = async (fate: Fate, steps: Steps = {}) => {
      const conversation = await aConversation(1);
      const end = { fate, reason: 'kind list', steps, at: new Date(conversation.clock.ms), isUnleased: true as const };
      await conversation.ledger.settle(conversation.message(0), 0, end);
      return conversation;
    };

    it.each(['filtered', 'quarantined', 'shadowed'] as const)('delivers it once %s is taken back', async (fate) => {
      const conversation = await keptOut(fate);

      const before = await conversation.replay([0]);
      const after = await conversation.replay([0], false, [fate]);

      expect(before.deliveries).toMatchObject([{ before: fate, result: 'unchanged' }]);
      expect(after.deliveries).toMatchObject([{ before: fate, result: 'delivered', fate: 'delivered' }]);
      expect(conversation.crmWrites).toEqual([conversation.events[0]!.eventId]);
      expect(await conversation.delivery(0)).toMatchObject({ state: 'done', fate: 'delivered' });
    });

    it('leaves another fate, and in a dry run every fate, as it is', async () => {
      const conversation = await keptOut('filtered');

      const other = await conversation.replay([0], false, ['quarantined']);
      const dry = await conversation.replay([0], true, ['filtered']);

      expect(other.deliveries).toMatchObject([{ result: 'unchanged' }]);
      expect(dry.deliveries).toMatchObject([{ result: 'would-replay' }]);
      expect(await conversation.delivery(0)).toMatchObject({ state: 'done', fate: 'filtered' });
    });

    it('is given up when the CRM rejects it, so that a replay can take it up again', async () => {
      const conversation = await keptOut('filtered');
      conversation.answers.push(rejected);

      const { deliveries } = await conversation.replay([0], false, ['filtered']);

      expect(deliveries).toMatchObject([{ before: 'filtered', result: 'failed' }]);
      expect(await conversation.delivery(0)).toMatchObject({ state: 'failed', fate: 'dead' });
      expect((await conversation.replay([0])).deliveries).toMatchObject([{ before: 'dead', result: 'delivered' }]);
    });

    it('repeats a step that had found nothing to write, and keeps one that knows a record', async () => {
      const at = '2026-11-20T09:00:00.000Z';
      const conversation = await keptOut('filtered', {
        contact: { state: 'done', at },
        deal: { state: 'done', at, id: 'd1' },
      });
      const { delivery } = await conversation.ledger.load(conversation.message(0), 'none');

      expect(await conversation.ledger.reopen(delivery!)).toBe(true);
      expect(await conversation.ledger.reopen(delivery!)).toBe(false);

      expect(await conversation.delivery(0)).toMatchObject({ state: 'failed', steps: { deal: { id: 'd1' } } });
      expect((await conversation.delivery(0))?.steps).not.toHaveProperty('contact');
    });

    it('forgets every record of a shadow, because they are of another account', async () => {
      const at = '2026-11-20T09:00:00.000Z';
      const conversation = await keptOut('shadowed', { contact: { state: 'done', at, id: 'c1' } });

      const { deliveries } = await conversation.replay([0], false, ['shadowed']);

      expect(deliveries).toMatchObject([{ result: 'delivered' }]);
      expect((await conversation.delivery(0))?.steps.contact?.id).not.toBe('c1');
    });
  });

  describe('of a mail that was delivered', () => {
    const mark = { id: 'rpl_1', messageId: 'same', delivered: true } as const;
    const aDelivered = async (options = {}) => {
      const conversation = await aConversation(1, { takesReplays: true, ...options });
      await conversation.attempt(0);
      conversation.crmWrites.length = 0;
      return conversation;
    };

    it('hands it on once more with a mark, and keeps its fate and its steps', async () => {
      const conversation = await aDelivered();
      const before = await conversation.delivery(0);

      const { deliveries } = await conversation.replay([0], false, [], mark);

      expect(deliveries).toMatchObject([{ before: 'delivered', result: 'resent', fate: 'delivered' }]);
      expect(conversation.crmWrites).toEqual([`${conversation.events[0]!.eventId} rpl_1 same`]);
      expect(await conversation.delivery(0)).toEqual(before);
    });

    it('writes nothing at a CRM, which has its records', async () => {
      const conversation = await aDelivered({ takesReplays: false });

      const { deliveries } = await conversation.replay([0], false, [], mark);

      expect(deliveries).toMatchObject([{ result: 'unchanged', reason: expect.stringContaining('has its records') }]);
      expect(conversation.crmWrites).toEqual([]);
    });

    it('refuses it where the request is only for what was given up', async () => {
      const conversation = await aDelivered();

      const asGivenUp = await conversation.replay([0], false, [], { ...mark, delivered: false });

      expect(asGivenUp.deliveries).toMatchObject([{ result: 'refused', code: 'delivered' }]);
      expect(conversation.crmWrites).toEqual([]);
    });

    it('waits and tries again when the receiver does not answer, and leaves it for later after the third time', async () => {
      const conversation = await aDelivered();
      conversation.answers.push(unknown);
      const second = await conversation.replay([0], false, [], mark);
      conversation.answers.push(unknown, unknown, unknown);
      const none = await conversation.replay([0], false, [], mark);

      expect(second.deliveries).toMatchObject([{ result: 'resent' }]);
      expect(none.deliveries).toMatchObject([{ result: 'later', reason: 'unknown: no clear answer' }]);
      expect(await conversation.delivery(0)).toMatchObject({ state: 'done', fate: 'delivered' });
    });

    it('reports an event that the receiver refuses', async () => {
      const conversation = await aDelivered();
      conversation.answers.push(rejected);

      const { deliveries } = await conversation.replay([0], false, [], mark);

      expect(deliveries).toMatchObject([{ result: 'failed', reason: 'rejected: INVALID: no' }]);
      expect(await conversation.delivery(0)).toMatchObject({ state: 'done', fate: 'delivered' });
    });

    it('refuses with the reason what was kept out or is on its way, and delivers what was given up', async () => {
      const conversation = await aConversation(3, { takesReplays: true });
      const end = { fate: 'quarantined', reason: 'trust 0 is below 20', at: new Date(conversation.clock.ms) } as const;
      await conversation.ledger.settle(conversation.message(0), 0, { ...end, isUnleased: true });
      await conversation.ledger.giveUp(conversation.message(1), 'skipped', new Date(conversation.clock.ms));

      const { deliveries } = await conversation.replay([0, 1, 2], false, [], mark);

      expect(deliveries).toMatchObject([
        { result: 'refused', code: 'quarantined', reason: 'trust 0 is below 20' },
        { result: 'delivered', fate: 'delivered' },
        { result: 'refused', code: 'pending' },
      ]);
      // A mail that was never delivered comes without a mark.
      expect(conversation.crmWrites).toEqual([conversation.events[1]!.eventId]);
    });

    it('waits for the turn of a given-up mail at its connection, and leaves it for later when that is far away', async () => {
      const conversation = await aConversation(2, { takesReplays: true, rate: { perSecond: 0.2, burst: 1 } });
      for (const nth of [0, 1])
        await conversation.ledger.giveUp(conversation.message(nth), 'skipped', new Date(conversation.clock.ms));
      const startedAt = conversation.clock.ms;

      const { deliveries } = await conversation.replay([0, 1], false, [], mark);

      expect(deliveries.map(({ result }) => result)).toEqual(['delivered', 'delivered']);
      expect(conversation.clock.ms - startedAt).toBeGreaterThanOrEqual(4_000);

      const slow = await aConversation(2, { takesReplays: true, rate: { perSecond: 0.01, burst: 1 } });
      for (const nth of [0, 1]) await slow.ledger.giveUp(slow.message(nth), 'skipped', new Date(slow.clock.ms));
      const later = await slow.replay([0, 1], false, [], mark);

      expect(later.deliveries).toMatchObject([
        { result: 'delivered' },
        { result: 'later', reason: 'waits for its turn' },
      ]);
    });

    it('takes three failures of a given-up mail for its end', async () => {
      const conversation = await aConversation(1);
      await conversation.ledger.giveUp(conversation.message(0), 'skipped', new Date(conversation.clock.ms));
      conversation.answers.push(unknown, unknown, unknown);

      const { deliveries } = await conversation.replay([0], false, [], mark);

      expect(deliveries).toMatchObject([{ result: 'failed', reason: 'unknown: no clear answer' }]);
      expect(conversation.answers).toEqual([]);
    });
  });
});
