import { rejected, useConversations } from '../helpers/conversation.ts';

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
});
