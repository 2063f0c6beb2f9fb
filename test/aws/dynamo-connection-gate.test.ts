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

describe('createDynamoConnectionGate, with tenants that share a connection', () => {
  const limits = { perSecond: 10, burst: 20 };

  /** Lets tenants ask for a call as often as they are let, for some seconds; each waits for the turn that it is given. */
  async function callsOf(tenants: readonly string[], seconds: number, busyBefore?: string) {
    const { gate, connection, clock } = await aConversation(1);
    const turns = new Map<string, number>();
    const ask = async (tenant: string): Promise<boolean> => {
      if ((turns.get(tenant) ?? 0) > clock.ms) return false;
      const wanted = { connection, tenant, limits, calls: 1 };
      const admission = await gate.admit(wanted, new Date(clock.ms));
      if (admission.kind === 'go') return true;
      turns.set(tenant, (await gate.queueUp(wanted, new Date(clock.ms))).getTime());
      return false;
    };
    if (busyBefore !== undefined) while (await ask(busyBefore)) turns.delete(busyBefore);
    const calls: Record<string, number> = Object.fromEntries(tenants.map((tenant) => [tenant, 0]));
    for (let ms = 0; ms < seconds * 1000; ms += 50) {
      clock.ms += 50;
      for (const tenant of tenants) if (await ask(tenant)) calls[tenant]! += 1;
    }
    return calls;
  }

  it('gives a tenant the whole rate while it is alone', async () => {
    const { acme = 0 } = await callsOf(['acme'], 10, 'acme');

    expect(acme).toBeGreaterThan(80);
    expect(acme).toBeLessThanOrEqual(101);
  });

  it('divides the rate evenly between tenants that compete, whoever was there first', async () => {
    const calls = await callsOf(['acme', 'other'], 20, 'acme');

    const { acme = 0, other = 0 } = calls;
    expect(acme + other).toBeLessThanOrEqual(201);
    expect(acme + other).toBeGreaterThan(140);
    expect(Math.min(acme, other) / Math.max(acme, other)).toBeGreaterThan(0.6);
  }, 60_000);

  it('gives a tenant a turn that does not come after those of another', async () => {
    const { gate, connection, clock } = await aConversation(1);
    const turn = (tenant: string) => gate.queueUp({ connection, tenant, limits, calls: 1 }, new Date(clock.ms));
    for (let nth = 0; nth < 50; nth += 1) await turn('acme');

    const [last, first] = [await turn('acme'), await turn('other')];

    expect(last.getTime() - clock.ms).toBeGreaterThan(5_000);
    expect(first.getTime() - clock.ms).toBeLessThanOrEqual(200);
    expect((await gate.state(connection)).queuedUntil).toBe(last.getTime());
  });
});
