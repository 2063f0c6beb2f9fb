import type { Outcome } from '../../lambdas/domain/crm/outcome.ts';
import { unknown, useConversations } from '../helpers/conversation.ts';

const aConversation = useConversations();
const credentialsRefused = { kind: 'misconfigured', code: 'HTTP 401', message: 'no' } as const;
const fieldMissing = { kind: 'misconfigured', code: 'NO_FIELD', message: 'no' } as const;

describe('the circuit of a connection', () => {
  /** A conversation with a connection that has failed until its circuit opened. */
  const outage = async (length: number, options: Parameters<typeof aConversation>[1] = {}) => {
    const conversation = await aConversation(length, options);
    conversation.answers.push(...Array.from({ length: 5 }, () => unknown));
    for (let nth = 0; nth < 5; nth += 1) await conversation.attempt(0);
    return conversation;
  };
  /** Lets probes fail until the next one is so far away that deliveries wait in their conversation. */
  const longOutage = async (length: number, options: Parameters<typeof aConversation>[1] = {}) => {
    const conversation = await outage(length, options);
    for (const waitMs of [2_000, 4_000, 8_000]) {
      conversation.clock.ms += waitMs;
      await conversation.gate.claimProbe(conversation.connection, new Date(conversation.clock.ms));
      await conversation.gate.failed(conversation.connection, unknown, new Date(conversation.clock.ms), true);
    }
    for (let nth = 0; nth < length; nth += 1) await conversation.attempt(nth);
    return conversation;
  };
  const stateOf = ({ gate, connection }: Awaited<ReturnType<typeof aConversation>>) => gate.state(connection);

  it('opens after five unclear answers in a row, and deliveries wait on the queue for the first probe', async () => {
    const conversation = await outage(2);

    const waiting = await conversation.attempt(1);

    expect(waiting).toMatchObject({ kind: 'retry', waits: true, afterMs: 2_500 });
    expect(await stateOf(conversation)).toMatchObject({ circuit: 'open', failures: 5, unfinished: 5 });
    expect((await conversation.delivery(1))?.attempts).toBe(0);
    expect(await conversation.parked.items(conversation.group)).toHaveLength(0);
  });

  it('lets deliveries wait in their conversation, in order and without spending attempts, when it is open for longer', async () => {
    const conversation = await longOutage(2);

    expect(await conversation.parked.items(conversation.group)).toHaveLength(2);
    expect((await conversation.delivery(1))?.attempts).toBe(0);
    expect(await conversation.delivery(0)).toMatchObject({ fate: 'parked', attempts: 5 });
  });

  it('stays closed while deliveries succeed between the failures', async () => {
    const conversation = await aConversation(4);
    const kinds = [];
    for (let nth = 0; nth < 4; nth += 1) {
      conversation.answers.push(unknown, unknown, unknown, unknown);
      for (let tries = 0; tries < 5; tries += 1) kinds.push((await conversation.attempt(nth)).kind);
      conversation.clock.ms += 1_000;
    }

    expect(kinds.filter((kind) => kind === 'settled')).toHaveLength(4);
    expect(kinds.filter((kind) => kind === 'parked')).toHaveLength(0);
    expect(await stateOf(conversation)).toMatchObject({ circuit: 'closed', failures: 0, unfinished: 0 });
  });

  it('stays closed while the vendor answers some of the calls, though no delivery is finished', async () => {
    const conversation = await aConversation(1);
    const { gate, connection, clock } = conversation;
    for (let nth = 0; nth < 24; nth += 1) {
      clock.ms += 1_000;
      gate.answered(connection, new Date(clock.ms - 1));
      expect(await gate.failed(connection, unknown, new Date(clock.ms), false)).toBeUndefined();
    }

    expect(await stateOf(conversation)).toMatchObject({ circuit: 'closed', failures: 1, unfinished: 24 });
    gate.answered(connection, new Date(clock.ms + 1));
    expect(await gate.failed(connection, unknown, new Date(clock.ms + 2), false)).toEqual(new Date(clock.ms + 2_002));
  });

  it('opens at once at a daily limit, until the time that the vendor named', async () => {
    const conversation = await aConversation(1);
    const retryAt = new Date(conversation.clock.ms + 3_600_000);
    conversation.answers.push({ kind: 'throttled', scope: 'daily', retryAt });

    expect(await conversation.attempt(0)).toMatchObject({ kind: 'parked', as: 'buffered' });
    expect((await stateOf(conversation)).probeAt).toBe(retryAt.getTime());
    expect((await conversation.delivery(0))?.attempts).toBe(0);
  });

  it('opens when the vendor refuses the credentials three times, in any deliveries', async () => {
    const conversation = await aConversation(1);
    conversation.answers.push(credentialsRefused, credentialsRefused, credentialsRefused);

    const kinds = [];
    for (let nth = 0; nth < 3; nth += 1) kinds.push((await conversation.attempt(0)).kind);

    expect(kinds).toEqual(['retry', 'retry', 'parked']);
    expect((await conversation.delivery(0))?.attempts).toBe(0);
  });

  it('stays closed for one mail that meets a setting which others do not need, however often it is tried', async () => {
    const conversation = await aConversation(1);
    conversation.answers.push(...Array.from({ length: 6 }, () => fieldMissing));

    const first = await conversation.attempt(0);
    for (let nth = 0; nth < 5; nth += 1) await conversation.redrive();

    expect(first).toMatchObject({ kind: 'parked', as: 'poisoned', errorClass: 'configuration' });
    expect(await stateOf(conversation)).toMatchObject({ circuit: 'closed', refusals: 1 });
    expect((await conversation.delivery(0))?.attempts).toBe(0);
  });

  it('probes when that is due, and deliveries go on in order on the queue', async () => {
    const conversation = await outage(2);

    const early = await conversation.attempt(0);
    conversation.clock.ms += 2_500;
    const due = [await conversation.attempt(0), await conversation.attempt(1)];

    expect(early.kind).toBe('retry');
    expect(due).toMatchObject([{ kind: 'settled' }, { kind: 'settled' }]);
    expect(await stateOf(conversation)).toMatchObject({ circuit: 'closed', probes: 0, trials: 0, failures: 0 });
  });

  it('lets three deliveries try at each probe, and no more', async () => {
    const { gate, connection, clock } = await outage(1);
    clock.ms += 2_000;

    const claims = [];
    for (let nth = 0; nth < 5; nth += 1) claims.push(await gate.claimProbe(connection, new Date(clock.ms)));

    expect(claims).toEqual([true, true, true, false, false]);
  });

  it('closes when one of the tries gets through, whatever becomes of the others', async () => {
    const conversation = await outage(1);
    const { gate, connection, clock } = conversation;
    clock.ms += 2_000;
    await gate.claimProbe(connection, new Date(clock.ms));
    await gate.failed(connection, unknown, new Date(clock.ms), true);
    clock.ms += 4_000;

    await conversation.attempt(0);
    await gate.failed(connection, unknown, new Date(clock.ms), true);

    expect(await stateOf(conversation)).toMatchObject({ circuit: 'closed', failures: 1 });
  });

  it('lets a redrive wait for a probe that is due soon, and replays what waits', async () => {
    const conversation = await longOutage(3);
    conversation.clock.ms += 10_000;

    const report = await conversation.redrive();

    expect(report).toMatchObject({ found: 1, replayed: 3 });
    expect(conversation.crmWrites.slice(-3)).toEqual(conversation.events.map(({ eventId }) => eventId));
    expect((await stateOf(conversation)).circuit).toBe('closed');
  });

  it('keeps a redrive from waiting for a probe that is far away', async () => {
    const conversation = await longOutage(1);

    expect(await conversation.redrive()).toMatchObject({
      replayed: 0,
      threads: [{ stoppedBy: expect.stringContaining('and tried again at') as string }],
    });
  });

  it('stays open when the probe fails, waits longer for the next, and charges the delivery nothing', async () => {
    const conversation = await longOutage(1);
    conversation.answers.push(unknown);
    conversation.clock.ms += 16_000;

    await conversation.redrive();

    const { circuit, probeAt = 0 } = await stateOf(conversation);
    expect(circuit).toBe('open');
    expect(probeAt - conversation.clock.ms).toBe(32_000);
    expect((await conversation.delivery(0))?.attempts).toBe(5);
  });

  it('probes first with a call that changes nothing, where the adapter has one', async () => {
    let isBack = false;
    const check = async (): Promise<Outcome<unknown>> =>
      isBack ? { kind: 'ok', value: 1, how: 'unchanged' } : unknown;
    const conversation = await longOutage(1, { check });
    conversation.clock.ms += 16_000;
    await conversation.redrive();
    const writtenInVain = conversation.crmWrites.length;

    isBack = true;
    conversation.clock.ms += 32_000;
    await conversation.redrive();

    expect(writtenInVain).toBe(5);
    expect((await conversation.delivery(0))?.fate).toBe('delivered');
  });

  it('stays open when the check succeeds and no delivery gets through', async () => {
    const check = async (): Promise<Outcome<unknown>> => ({ kind: 'ok', value: 1, how: 'unchanged' });
    const conversation = await longOutage(1, { check });
    conversation.answers.push(unknown);
    conversation.clock.ms += 16_000;

    await conversation.redrive();

    expect((await stateOf(conversation)).circuit).toBe('open');
  });
});
