import { useConversations } from '../helpers/conversation.ts';

const aConversation = useConversations();

describe('createDynamoConnectionGate, with its rate', () => {
  it('admits as many calls as the limits allow, and gives each of the rest a turn, one after the other', async () => {
    const conversation = await aConversation(4, { limits: { perSecond: 0.5, burst: 1 } });

    const results = [];
    for (let nth = 0; nth < 4; nth += 1) results.push(await conversation.attempt(nth));

    expect(results.map((result) => ('afterMs' in result ? result.afterMs : result.kind))).toEqual([
      'settled',
      2000,
      4000,
      6000,
    ]);
    expect((await conversation.delivery(1))?.attempts).toBe(0);
  });

  it('admits deliveries that have waited before those that come for the first time', async () => {
    const conversation = await aConversation(2, { limits: { perSecond: 0.5, burst: 1 } });
    await conversation.attempt(0);
    await conversation.attempt(1);
    conversation.clock.ms += 2001;

    expect(await conversation.attempt(1)).toMatchObject({ kind: 'settled' });
  });

  it('prefers the limits that a person has set to all others', async () => {
    const conversation = await aConversation(2, { rate: { perSecond: 0.5, burst: 1 } });
    await conversation.gate.learn(conversation.connection, { perSecond: 100, burst: 100 });

    const kinds = [(await conversation.attempt(0)).kind, (await conversation.attempt(1)).kind];

    expect(kinds).toEqual(['settled', 'retry']);
  });

  it('prefers the limits in a vendor’s answers to those in its documents', async () => {
    const conversation = await aConversation(3, { limits: { perSecond: 0.001, burst: 1 } });
    await conversation.gate.learn(conversation.connection, { perSecond: 100, burst: 100 });

    const kinds = [];
    for (let nth = 0; nth < 3; nth += 1) kinds.push((await conversation.attempt(nth)).kind);

    expect(kinds).toEqual(['settled', 'settled', 'settled']);
  });
});
