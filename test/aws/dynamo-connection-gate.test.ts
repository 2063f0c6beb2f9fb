import type { Outcome } from '../../lambdas/domain/crm/outcome.ts';
import { unknown, useConversations } from '../helpers/conversation.ts';

const aConversation = useConversations();
const credentialsRefused = { kind: 'misconfigured', code: 'HTTP 401', message: 'no' } as const;

describe('createDynamoConnectionGate, with its circuit', () => {
  /** A conversation with a connection that has failed until its circuit opened. */
  const outage = async (length: number, options: Parameters<typeof aConversation>[1] = {}) => {
    const conversation = await aConversation(length, options);
    conversation.answers.push(...Array.from({ length: 5 }, () => unknown));
    for (let nth = 0; nth < 5; nth += 1) await conversation.attempt(0);
    return conversation;
  };

  it('opens the circuit after five unclear answers in a row, and lets deliveries wait in order without spending attempts', async () => {
    const conversation = await outage(2);

    const waiting = await conversation.attempt(1);

    expect(waiting).toMatchObject({ kind: 'parked', as: 'buffered' });
    expect(await conversation.gate.state(conversation.connection)).toMatchObject({ circuit: 'open', failures: 5 });
    expect((await conversation.delivery(1))?.attempts).toBe(0);
    expect(await conversation.parked.items(conversation.group)).toHaveLength(2);
  });

  it('keeps the circuit closed while other calls succeed: a few failures among many are no outage', async () => {
    const conversation = await aConversation(2);
    await conversation.attempt(0);
    conversation.answers.push(...Array.from({ length: 6 }, () => unknown));

    const kinds = [];
    for (let nth = 0; nth < 6; nth += 1) kinds.push((await conversation.attempt(1)).kind);

    expect(new Set(kinds)).toEqual(new Set(['retry']));
    expect((await conversation.gate.state(conversation.connection)).circuit).toBe('closed');
  });

  it('opens the circuit at once at a daily limit, until the time that the vendor named', async () => {
    const conversation = await aConversation(1);
    const retryAt = new Date(conversation.clock.ms + 3_600_000);
    conversation.answers.push({ kind: 'throttled', scope: 'daily', retryAt });

    expect(await conversation.attempt(0)).toMatchObject({ kind: 'parked', as: 'buffered' });
    expect((await conversation.gate.state(conversation.connection)).probeAt).toBe(retryAt.getTime());
    expect((await conversation.delivery(0))?.attempts).toBe(0);
  });

  it('opens the circuit when the vendor refuses the credentials three times, in any deliveries', async () => {
    const conversation = await aConversation(1);
    conversation.answers.push(credentialsRefused, credentialsRefused, credentialsRefused);

    const kinds = [];
    for (let nth = 0; nth < 3; nth += 1) kinds.push((await conversation.attempt(0)).kind);

    expect(kinds).toEqual(['retry', 'retry', 'parked']);
    expect((await conversation.delivery(0))?.attempts).toBe(0);
  });

  it('lets one worker probe when its time has come, and waiting deliveries go on in order', async () => {
    const conversation = await outage(3);
    for (const nth of [1, 2]) await conversation.attempt(nth);

    const early = await conversation.redrive();
    conversation.clock.ms += 31_000;
    const due = await conversation.redrive();

    expect(early.replayed).toBe(0);
    expect(due).toMatchObject({ found: 1, replayed: 3 });
    expect(conversation.crmWrites.slice(-3)).toEqual(conversation.events.map(({ eventId }) => eventId));
    expect((await conversation.gate.state(conversation.connection)).circuit).toBe('closed');
  });

  it('keeps the circuit open when the probe fails, and waits longer for the next', async () => {
    const conversation = await outage(1);
    conversation.answers.push(unknown);
    conversation.clock.ms += 31_000;

    await conversation.redrive();

    const { circuit, probeAt = 0 } = await conversation.gate.state(conversation.connection);
    expect(circuit).toBe('open');
    expect(probeAt - conversation.clock.ms).toBe(60_000);
  });

  it('probes first with a call that changes nothing, where the adapter has one', async () => {
    let isBack = false;
    const check = async (): Promise<Outcome<unknown>> =>
      isBack ? { kind: 'ok', value: 1, how: 'unchanged' } : unknown;
    const conversation = await outage(1, { check });
    conversation.clock.ms += 31_000;
    await conversation.redrive();
    const writtenInVain = conversation.crmWrites.length;

    isBack = true;
    conversation.clock.ms += 120_000;
    await conversation.redrive();

    expect(writtenInVain).toBe(5);
    expect((await conversation.delivery(0))?.fate).toBe('delivered');
  });
});

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
