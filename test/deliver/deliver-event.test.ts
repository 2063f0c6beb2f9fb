import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import { maxAttempts } from '../../lambdas/domain/crm/retry-policy.ts';
import { rejected, unknown, useConversations } from '../helpers/conversation.ts';

const aConversation = useConversations();

describe('createDeliverEvent', () => {
  it('keeps mail out of the CRM that the integration trusts too little, and gives the reason', async () => {
    const trust = {
      ownDomains: [],
      allow: [],
      block: ['ada@customer.example'],
      below: 20,
      action: 'quarantine' as const,
    };
    const { attempt, crmWrites, delivery } = await aConversation(1, { trust });

    expect(await attempt(0)).toMatchObject({ kind: 'settled', fate: 'quarantined' });
    expect(crmWrites).toEqual([]);
    expect(await delivery(0)).toMatchObject({ fate: 'quarantined', reason: 'trust 0 is below 20' });
  });

  it('brakes a sender who writes too much, and counts a mail once however often it comes', async () => {
    const { attempt, crmWrites, events, answers } = await aConversation(4, { brake: { mails: 2, minutes: 60 } });
    Object.assign(events[3]!, { receivedAt: '2026-11-20T11:30:00.000Z' });
    answers.push(unknown);

    expect(await attempt(0)).toMatchObject({ kind: 'retry' });
    for (const nth of [0, 1]) expect(await attempt(nth)).toMatchObject({ fate: 'delivered' });
    expect(await attempt(2)).toMatchObject({ fate: 'quarantined' });
    expect(await attempt(3)).toMatchObject({ fate: 'delivered' });
    expect(crmWrites).toHaveLength(4);
  });

  it('keeps out mail with a From that is proven false where the CRM knows nobody to log it on, and gives the reason', async () => {
    const nobody = { kind: 'rejected', code: 'NO_PARENT', message: 'it keeps mails only with a record' } as const;
    const { attempt, answers, events, delivery, isMarked } = await aConversation(2);
    Object.assign(events[0]!, { authentication: { dmarc: 'fail' } });
    answers.push(nobody, nobody);

    expect(await attempt(0)).toMatchObject({ kind: 'settled', fate: 'quarantined' });
    expect(await delivery(0)).toMatchObject({
      fate: 'quarantined',
      reason: 'From is proven false, and the CRM knows nobody of that address',
    });
    // A person reviews a mail that names nobody for another reason.
    expect(await isMarked()).toBe(false);
    expect(await attempt(1)).toMatchObject({ kind: 'parked', as: 'poisoned' });
  });

  it('remembers a person only by mail that is believed: mail with a false From makes no company', async () => {
    const { attempt, events, remembered, delivery } = await aConversation(2, { makesContacts: true });
    Object.assign(events[0]!, { authentication: { dmarc: 'fail' } });

    expect(await attempt(0)).toMatchObject({ fate: 'delivered' });
    expect((await delivery(0))?.reason).toMatch(/^From is proven false: logged/);
    expect(await remembered()).toBeUndefined();
    expect(await attempt(1)).toMatchObject({ fate: 'delivered' });
    expect((await delivery(1))?.reason).toBeUndefined();
    expect(await remembered()).toMatchObject({ contact: 'crm-ada' });
  });

  it('logs no mail of the sender of our own confirmations', async () => {
    const confirmation = { from: 'Acme <ADA@customer.example>', subject: 'x', text: '{link}' };
    const { attempt } = await aConversation(1, { consent: { confirmation } as Integration['consent'] });

    expect(await attempt(0)).toMatchObject({ fate: 'filtered' });
  });

  it('ends a delivery as dead, with the reason, when it cannot read the event: another schema, or none', async () => {
    const newer = await aConversation(1);
    Object.assign(newer.events[0]!, { schema: 'email.received/2' });
    const gone = await aConversation(1);
    gone.events.length = 0;

    expect(await newer.attempt(0)).toEqual({
      kind: 'dead',
      reason: 'the event has the schema email.received/2, wanted email.received/1',
    });
    expect((await newer.delivery(0))?.fate).toBe('dead');
    expect(await gone.attempt(0)).toEqual({ kind: 'dead', reason: 'the event object is gone' });
  });

  it('finishes a delivery that a newer mapping had begun', async () => {
    const conversation = await aConversation(1);
    conversation.answers.push('crash');
    await expect(conversation.attempt(0)).rejects.toThrow();
    await conversation.database.dynamo.send(
      new UpdateCommand({
        TableName: conversation.database.ledgerTable,
        Key: { pk: `EVENT#${conversation.events[0]!.eventId}`, sk: 'DELIVERY#sales' },
        UpdateExpression: 'SET mappingVersion = :newer, steps.ticket = :step',
        ExpressionAttributeValues: { ':newer': 'default@9', ':step': { state: 'done', at: 'x', id: '7' } },
      }),
    );
    conversation.clock.ms += 31_000;

    expect(await conversation.attempt(0)).toMatchObject({ kind: 'settled', fate: 'delivered' });
    expect((await conversation.delivery(0))?.mappingVersion).toBe('default@1');
  });

  it('settles once, and acknowledges a repetition without another write', async () => {
    const conversation = await aConversation(1);

    const first = await conversation.attempt(0);
    const again = await conversation.attempt(0);

    expect(first).toMatchObject({ kind: 'settled', fate: 'delivered', how: 'now' });
    expect(again).toEqual({ kind: 'settled', fate: 'delivered', how: 'before' });
    expect(conversation.crmWrites).toHaveLength(1);
    expect(await conversation.delivery(0)).toMatchObject({
      state: 'done',
      fate: 'delivered',
      mappingVersion: 'default@1',
      steps: { activity: { state: 'done', id: `crm-${conversation.events[0]!.eventId}` } },
    });
  });

  it('leaves a delivery alone that another worker holds', async () => {
    const conversation = await aConversation(1);
    await conversation.hold(0, 30_000);

    expect(await conversation.attempt(0)).toEqual({ kind: 'retry', afterMs: 30_000, reason: 'leased' });
    expect(conversation.crmWrites).toEqual([]);
  });

  it('takes over from a worker that died, when its lease is over', async () => {
    const conversation = await aConversation(1);
    conversation.answers.push('crash');
    await expect(conversation.attempt(0)).rejects.toThrow('the worker dies');

    conversation.clock.ms += 31_000;

    expect(await conversation.attempt(0)).toMatchObject({ kind: 'settled', how: 'now' });
  });

  it('lets a worker that lost its lease finish nothing', async () => {
    const conversation = await aConversation(1);
    const id = conversation.message(0);
    const slow = await conversation.hold(0, 1000);
    const fence = 'delivery' in slow ? slow.delivery.fence : 0;
    conversation.clock.ms += 2000;
    await conversation.attempt(0);

    expect(await conversation.ledger.settle(id, fence, { fate: 'shadowed', at: new Date() })).toBe(false);
    expect(
      await conversation.ledger.saveSteps(id, fence, { activity: { state: 'intent', at: '2026-11-20T10:00:00.000Z' } }),
    ).toBe(false);
    expect((await conversation.delivery(0))?.fate).toBe('delivered');
  });

  it('waits out the visibility lag after an unclear write, looks, and does not write again', async () => {
    const conversation = await aConversation(1, { key: { kind: 'lookup', visibilityLagMs: 30_000 } });
    conversation.answers.push(unknown);
    conversation.finds.push({ id: 'found' });

    expect(await conversation.attempt(0)).toMatchObject({ kind: 'retry', afterMs: 500 });
    const held = await conversation.attempt(0);
    conversation.clock.ms += 30_001;
    const settled = await conversation.attempt(0);

    expect(held).toMatchObject({ kind: 'retry', reason: 'waits until an unclear write would show' });
    expect(settled).toMatchObject({ kind: 'settled', how: 'now' });
    expect(conversation.crmWrites).toHaveLength(1);
    expect((await conversation.delivery(0))?.steps.activity?.id).toBe('found');
  });

  it('writes again when the look-up finds nothing of an unclear write', async () => {
    const conversation = await aConversation(1, { key: { kind: 'lookup', visibilityLagMs: 30_000 } });
    conversation.answers.push(unknown);
    await conversation.attempt(0);

    conversation.clock.ms += 30_001;
    await conversation.attempt(0);

    expect(conversation.crmWrites).toHaveLength(2);
    expect((await conversation.delivery(0))?.fate).toBe('delivered');
  });

  it('waits for a limit without spending an attempt', async () => {
    const conversation = await aConversation(1);
    conversation.answers.push({ kind: 'throttled', scope: 'burst', retryAt: new Date(conversation.clock.ms + 90_000) });

    expect(await conversation.attempt(0)).toMatchObject({ kind: 'retry', afterMs: 90_000 });
    expect((await conversation.delivery(0))?.attempts).toBe(0);
  });

  it('parks the conversation after the last real failure, with later deliveries behind it', async () => {
    const conversation = await aConversation(3);
    conversation.answers.push(...Array.from({ length: maxAttempts }, () => unknown));

    const results = [];
    for (let nth = 0; nth < maxAttempts; nth += 1) {
      results.push((await conversation.attempt(0)).kind);
      // Other calls succeed: the message fails, not the connection.
      await conversation.gate.succeeded(conversation.connection);
      conversation.clock.ms += 60_000;
    }
    const successors = [await conversation.attempt(1), await conversation.attempt(2)];

    expect(results).toEqual([...Array.from({ length: maxAttempts - 1 }, () => 'retry'), 'parked']);
    expect(successors.map(({ kind }) => kind)).toEqual(['parked', 'parked']);
    expect((await conversation.delivery(1))?.fate).toBe('parked');
    expect(await conversation.parked.items(conversation.group)).toHaveLength(3);
  });

  it('parks a delivery at once when the CRM refuses it for good', async () => {
    const conversation = await aConversation(1);
    conversation.answers.push(rejected);

    expect(await conversation.attempt(0)).toEqual({
      kind: 'parked',
      as: 'poisoned',
      reason: 'rejected: INVALID: no',
      errorClass: 'validation',
    });
    expect(await conversation.delivery(0)).toMatchObject({
      errorClass: 'validation',
      failedFirstAt: '2026-11-20T10:00:00.000Z',
    });
  });

  it('marks the conversation before the last receive, so that a crash lets nobody overtake', async () => {
    const conversation = await aConversation(2);
    conversation.answers.push('crash');
    await expect(conversation.attempt(0, { isLast: true })).rejects.toThrow();

    expect(await conversation.attempt(1)).toMatchObject({ kind: 'parked' });
    expect(conversation.crmWrites).toEqual([]);
  });

  it('takes the mark away when the last receive succeeds', async () => {
    const conversation = await aConversation(2);

    await conversation.attempt(0, { isLast: true });

    expect(await conversation.attempt(1)).toMatchObject({ kind: 'settled' });
    expect(await conversation.isMarked()).toBe(false);
  });

  it('writes nothing in shadow mode', async () => {
    const conversation = await aConversation(1, { mode: 'shadow' as 'live' });

    expect(await conversation.attempt(0)).toMatchObject({ kind: 'settled', fate: 'shadowed' });
    expect(conversation.crmWrites).toEqual([]);
  });
});
