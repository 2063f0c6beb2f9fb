import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createBrake } from '../../lambdas/aws/dynamo-brake.ts';
import { createDynamoConnectionGate } from '../../lambdas/aws/dynamo-connection-gate.ts';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { createDynamoParkedThreads } from '../../lambdas/aws/dynamo-parked-threads.ts';
import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import type { DeadLetter } from '../../lambdas/domain/collect-dead-letters.ts';
import type { CrmAdapter, CrmStep, RateLimits, StepKey } from '../../lambdas/domain/crm-adapter.ts';
import { createDeliverEvent } from '../../lambdas/domain/deliver-event.ts';
import { deliveryMessageOf } from '../../lambdas/domain/delivery.ts';
import type { EmailReceived } from '../../lambdas/domain/event.ts';
import type { Integration } from '../../lambdas/domain/integration.ts';
import { personAt } from '../../lambdas/domain/known-person.ts';
import type { Outcome, Ref } from '../../lambdas/domain/outcome.ts';
import { createRedrive, type RedriveRequest } from '../../lambdas/domain/redrive.ts';
import { createReplay, type ReplayReport } from '../../lambdas/domain/replay.ts';
import { maxAttempts } from '../../lambdas/domain/retry-policy.ts';
import { aDelivery, anEvent, anIntegration, silentLog, subjectFor } from '../helpers/builders.ts';
import { startTestDynamo, type TestDynamo } from '../helpers/dynamo.ts';

// The delivery protocol on a real ledger, with a CRM that answers as a test tells it.

let database: TestDynamo;
beforeAll(async () => {
  database = await startTestDynamo();
}, 30_000);
afterAll(() => database.stop());

let counter = 0;

/** A conversation of mails in the ledger, a clock that can be set, and a CRM of one step. */
async function aConversation(
  length: number,
  {
    key = { kind: 'unique' } as StepKey,
    mode = 'live' as const,
    trust = undefined as Integration['trust'],
    brake = undefined as Integration['brake'],
    consent = undefined as Integration['consent'],
    limits = undefined as RateLimits | undefined,
    rate = undefined as RateLimits | undefined,
    check = undefined as CrmAdapter['check'],
    makesContacts = false,
  } = {},
) {
  const ledger = createDynamoLedger(database.platform, database.ledgerTable);
  const reader = createLedgerReader(database.dynamo, database.ledgerTable);
  const parked = createDynamoParkedThreads(database.dynamo, database.ledgerTable);
  const conversation = counter++;
  const events = Array.from({ length }, (_, nth) =>
    anEvent({ messageId: `m${conversation}-${nth}@x.example`, text: `mail ${nth}` }),
  );
  const deliveries = events.map((event, nth) =>
    aDelivery(event, {
      threadKey: `thread-${conversation}`,
      receivedAt: new Date(Date.UTC(2026, 10, 20, 9, nth)).toISOString(),
    }),
  );
  for (const [nth, event] of events.entries()) {
    await ledger.recordMail(
      {
        mailId: `mail-${conversation}-${nth}`,
        objectKey: 'x',
        receivedAt: event.receivedAt,
        state: 'parsed',
        eventId: event.eventId,
        recipients: [{ address: 'sales@inbound.localhost', integration: 'sales' }],
      },
      event,
      [deliveries[nth]!],
    );
  }
  const clock = { ms: Date.UTC(2026, 10, 20, 10) };
  const written: string[] = [];
  const answers: Array<Outcome<Ref> | 'crash'> = [];
  const finds: Array<Ref | undefined> = [];
  const contact: CrmStep = {
    name: 'contact',
    key: { kind: 'unique' },
    write: async () => ({ kind: 'ok', value: { id: 'crm-ada' }, how: 'existing' }),
  };
  const step = (event: EmailReceived): CrmStep => ({
    name: 'activity',
    key,
    async write() {
      const answer = answers.shift() ?? { kind: 'ok', value: { id: `crm-${event.eventId}` }, how: 'created' };
      if (answer === 'crash') throw new Error('the worker dies');
      if (answer.kind === 'ok' || answer.kind === 'unknown') written.push(event.eventId);
      return answer;
    },
    async find() {
      return { kind: 'ok', value: finds.shift(), how: 'existing' };
    },
  });
  const gate = createDynamoConnectionGate(database.platform, database.ledgerTable);
  const connection = `connection-${conversation}`;
  const deliver = createDeliverEvent({
    ledger,
    countInWindow: createBrake(database.dynamo, database.ledgerTable),
    subjectHash: async () => subjectFor,
    mail: { getEvent: async (eventId) => events.find((event) => event.eventId === eventId) },
    control: {
      integrations: async () => [
        anIntegration({
          mode,
          connection,
          ...(trust && { trust }),
          ...(brake && { brake }),
          ...(consent && { consent }),
        }),
      ],
      connection: async () => ({
        vendor: 'webhook',
        baseUrl: 'https://x.example',
        credentials: 'env:X',
        ...(rate && { rate }),
      }),
      intake: async () => undefined,
      mappings: async () => ({}),
    },
    crm: {
      adapterFor: async () => ({
        kind: 'ok',
        how: 'existing',
        value: {
          calls: { unknown: 1, known: 1 },
          ...(limits && { limits }),
          ...(check && { check }),
          steps: async (_records, event) => ({
            kind: 'ok',
            how: 'unchanged',
            value: [...(makesContacts ? [contact] : []), step(event)],
          }),
        },
      }),
    },
    gate,
    now: () => new Date(clock.ms),
    random: () => 0.5,
  });
  const person = personAt(subjectFor, connection, 'ada@customer.example');
  const attempt = (nth: number, changes: Partial<Parameters<typeof deliver>[1]> = {}) =>
    deliver(deliveryMessageOf({ ...deliveries[nth]!, person }), {
      isLast: false,
      leaseMs: 30_000,
      isReplay: false,
      ...changes,
    });
  const letters: DeadLetter[] = [];
  const removed: string[] = [];
  const audits: RedriveRequest[] = [];
  const redrive = createRedrive({
    ledger,
    parked,
    deadLetters: { receive: async () => letters.splice(0), remove: async ({ handle }) => void removed.push(handle) },
    deliver,
    gate,
    probe: async () => {},
    connections: async () => [connection],
    pause: async (ms) => {
      clock.ms += ms;
    },
    audit: async (request) => void audits.push(request),
    log: silentLog,
    now: () => new Date(clock.ms),
    holder: `test-${conversation}`,
  });
  const replays: ReplayReport[] = [];
  const replay = createReplay({
    ledger,
    deliver,
    audit: async (_request, report) => void replays.push(report),
    log: silentLog,
    now: () => new Date(clock.ms),
  });
  const thread = `thread-${conversation}`;
  return {
    events,
    gate,
    connection,
    ledger,
    parked,
    clock,
    written,
    answers,
    finds,
    letters,
    removed,
    audits,
    attempt,
    group: `sales#${thread}`,
    redrive: (request: Partial<RedriveRequest> = {}) =>
      redrive({ actor: 'test', thread, ...request }, { leaseMs: 60_000, leftMs: () => 60_000 }),
    replays,
    replay: (nths: readonly number[], dryRun = false) =>
      replay(
        { replay: nths.map((nth) => deliveries[nth]!), dryRun, actor: 'test' },
        { leaseMs: 60_000, leftMs: () => 60_000 },
      ),
    message: (nth: number) => deliveryMessageOf(deliveries[nth]!),
    remembered: async () => (await ledger.load(deliveryMessageOf({ ...deliveries[0]!, person }), 'none')).known,
    delivery: async (nth: number) => (await reader.event(events[nth]!.eventId))?.deliveries[0],
    /** Another worker takes the delivery. */
    async hold(nth: number, leaseMs: number, at = new Date(clock.ms)) {
      const { delivery } = await ledger.load(deliveries[nth]!, `sales#${thread}`);
      return ledger.lease(delivery!, at, leaseMs);
    },
    async isMarked(): Promise<boolean> {
      for await (const { group } of parked.markers({ kind: 'poisoned' })) if (group === `sales#${thread}`) return true;
      return false;
    },
  };
}

const unknown = { kind: 'unknown' } as const;
const rejected = { kind: 'rejected', code: 'INVALID', message: 'no' } as const;

describe('delivery', () => {
  it('keeps mail out of the CRM that the integration trusts too little, and says why', async () => {
    const trust = {
      ownDomains: [],
      allow: [],
      block: ['ada@customer.example'],
      below: 20,
      action: 'quarantine' as const,
    };
    const { attempt, written, delivery } = await aConversation(1, { trust });

    expect(await attempt(0)).toMatchObject({ kind: 'settled', fate: 'quarantined' });
    expect(written).toEqual([]);
    expect(await delivery(0)).toMatchObject({ fate: 'quarantined', reason: 'trust 0 is below 20' });
  });

  it('brakes a sender who writes too much, and counts a mail once however often it comes', async () => {
    const { attempt, written, events, answers } = await aConversation(4, { brake: { mails: 2, minutes: 60 } });
    Object.assign(events[3]!, { receivedAt: '2026-11-20T11:30:00.000Z' });
    answers.push(unknown);

    expect(await attempt(0)).toMatchObject({ kind: 'retry' });
    for (const nth of [0, 1]) expect(await attempt(nth)).toMatchObject({ fate: 'delivered' });
    expect(await attempt(2)).toMatchObject({ fate: 'quarantined' });
    expect(await attempt(3)).toMatchObject({ fate: 'delivered' });
    expect(written).toHaveLength(4);
  });

  it('keeps mail out whose From is proven false where the CRM knows nobody to log it on, and says why', async () => {
    const nobody = { kind: 'rejected', code: 'NO_PARENT', message: 'it keeps mails only with a record' } as const;
    const { attempt, answers, events, delivery, isMarked } = await aConversation(2);
    Object.assign(events[0]!, { authentication: { dmarc: 'fail' } });
    answers.push(nobody, nobody);

    expect(await attempt(0)).toMatchObject({ kind: 'settled', fate: 'quarantined' });
    expect(await delivery(0)).toMatchObject({
      fate: 'quarantined',
      reason: 'From is proven false, and the CRM knows nobody of that address',
    });
    // One that names nobody for another reason is a person's to look at.
    expect(await isMarked()).toBe(false);
    expect(await attempt(1)).toMatchObject({ kind: 'parked', as: 'poisoned' });
  });

  it('remembers a person by mail that is believed only: one whose From is false made no company', async () => {
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

  it('ends as dead, with the reason, what it cannot read: an event of another schema, or none', async () => {
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
    await database.dynamo.send(
      new UpdateCommand({
        TableName: database.ledgerTable,
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
    expect(conversation.written).toHaveLength(1);
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
    expect(conversation.written).toEqual([]);
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
    expect(conversation.written).toHaveLength(1);
    expect((await conversation.delivery(0))?.steps.activity?.id).toBe('found');
  });

  it('writes again after an unclear write of which nothing was found', async () => {
    const conversation = await aConversation(1, { key: { kind: 'lookup', visibilityLagMs: 30_000 } });
    conversation.answers.push(unknown);
    await conversation.attempt(0);

    conversation.clock.ms += 30_001;
    await conversation.attempt(0);

    expect(conversation.written).toHaveLength(2);
    expect((await conversation.delivery(0))?.fate).toBe('delivered');
  });

  it('waits for a limit without spending an attempt', async () => {
    const conversation = await aConversation(1);
    conversation.answers.push({ kind: 'throttled', scope: 'burst', retryAt: new Date(conversation.clock.ms + 90_000) });

    expect(await conversation.attempt(0)).toMatchObject({ kind: 'retry', afterMs: 90_000 });
    expect((await conversation.delivery(0))?.attempts).toBe(0);
  });

  it('parks its conversation after the last real failure, and what comes later behind it', async () => {
    const conversation = await aConversation(3);
    conversation.answers.push(...Array.from({ length: maxAttempts }, () => unknown));

    const results = [];
    for (let nth = 0; nth < maxAttempts; nth += 1) {
      results.push((await conversation.attempt(0)).kind);
      // Others get through: it is the message, not the connection.
      await conversation.gate.succeeded(conversation.connection);
    }
    const successors = [await conversation.attempt(1), await conversation.attempt(2)];

    expect(results).toEqual([...Array.from({ length: maxAttempts - 1 }, () => 'retry'), 'parked']);
    expect(successors.map(({ kind }) => kind)).toEqual(['parked', 'parked']);
    expect((await conversation.delivery(1))?.fate).toBe('parked');
    expect(await conversation.parked.items(conversation.group)).toHaveLength(3);
  });

  it('parks at once what the CRM refuses for good', async () => {
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
    expect(conversation.written).toEqual([]);
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
    expect(conversation.written).toEqual([]);
  });
});

describe('redrive', () => {
  const parkedConversation = async (length: number) => {
    const conversation = await aConversation(length);
    conversation.answers.push(rejected);
    for (let nth = 0; nth < length; nth += 1) await conversation.attempt(nth);
    return conversation;
  };

  it('replays a conversation in the order of its arrival, and opens it again', async () => {
    const conversation = await parkedConversation(3);

    const report = await conversation.redrive();

    expect(report.threads).toMatchObject([{ waiting: 3, replayed: 3 }]);
    expect(conversation.written).toEqual(conversation.events.map(({ eventId }) => eventId));
    expect((await conversation.delivery(2))?.fate).toBe('delivered');
    expect(await conversation.isMarked()).toBe(false);
    expect(conversation.audits).toMatchObject([{ actor: 'test' }]);
  });

  it('changes nothing in a dry run', async () => {
    const conversation = await parkedConversation(2);

    const report = await conversation.redrive({ dryRun: true });

    expect(report).toMatchObject({
      dryRun: true,
      threads: [{ waiting: 2, replayed: 0, reason: 'rejected: INVALID: no' }],
    });
    expect(conversation.written).toEqual([]);
    expect(await conversation.parked.items(conversation.group)).toHaveLength(2);
  });

  it('stops at a head that still fails, and keeps everything behind it', async () => {
    const conversation = await parkedConversation(2);
    conversation.answers.push(rejected);

    const report = await conversation.redrive();

    expect(report.threads[0]).toMatchObject({ replayed: 0, stoppedBy: 'rejected: INVALID: no' });
    expect(await conversation.parked.items(conversation.group)).toHaveLength(2);
  });

  it('goes on without a mail that was given up', async () => {
    const conversation = await parkedConversation(3);

    const report = await conversation.redrive({ skip: conversation.events[0]!.eventId });

    expect(report.threads[0]).toMatchObject({ skipped: 1, replayed: 2 });
    expect(await conversation.delivery(0)).toMatchObject({ fate: 'dead', reason: 'skipped by test' });
    expect(conversation.written).toEqual(conversation.events.slice(1).map(({ eventId }) => eventId));
    expect(await conversation.attempt(0)).toEqual({ kind: 'settled', fate: 'dead', how: 'before' });
  });

  it('is done by one at a time', async () => {
    const conversation = await parkedConversation(1);
    await conversation.parked.leaseMarker(conversation.group, 'somebody', new Date(conversation.clock.ms), 60_000);

    expect((await conversation.redrive()).threads[0]?.stoppedBy).toBe('another redrive is at work on it');
  });

  it('takes a dead letter to the front of its conversation', async () => {
    const conversation = await aConversation(2);
    conversation.answers.push('crash');
    await expect(conversation.attempt(0, { isLast: true })).rejects.toThrow();
    await conversation.attempt(1);
    conversation.letters.push({ body: JSON.stringify(conversation.message(0)), handle: 'h' });
    conversation.clock.ms += 31_000;

    const report = await conversation.redrive();

    expect(report).toMatchObject({ collected: 1, threads: [{ replayed: 2 }] });
    expect(conversation.written).toEqual(conversation.events.map(({ eventId }) => eventId));
  });
});

describe('dead letters', () => {
  it('of one conversation all keep their place in it', async () => {
    const conversation = await aConversation(3);
    for (const nth of [0, 1, 2])
      conversation.letters.push({ body: JSON.stringify(conversation.message(nth)), handle: `h${nth}` });
    conversation.letters.push({ body: JSON.stringify(conversation.message(1)), handle: 'again' });

    const report = await conversation.redrive();

    expect(report).toMatchObject({ collected: 3, threads: [{ replayed: 3 }] });
    expect(conversation.written.toSorted()).toEqual(conversation.events.map(({ eventId }) => eventId).toSorted());
    expect(conversation.removed).toEqual(['h0', 'h1', 'h2', 'again']);
  });

  it('leave the queue when their conversation has them, and stay when nobody knows them', async () => {
    const conversation = await aConversation(1);
    const stranger = { ...conversation.message(0), eventId: 'evt_unknown' };
    conversation.letters.push({ body: JSON.stringify(conversation.message(0)), handle: 'known' });
    conversation.letters.push({ body: JSON.stringify(stranger), handle: 'stranger' });
    conversation.letters.push({ body: 'no message', handle: 'malformed' });

    const report = await conversation.redrive();

    expect(report.collected).toBe(1);
    expect(conversation.removed).toEqual(['known']);
  });
});

describe('ledger', () => {
  it('merges the recipients of a second copy and keeps what was delivered', async () => {
    const conversation = await aConversation(1);
    await conversation.attempt(0);
    const event = conversation.events[0]!;
    const copy = aDelivery(event, {
      threadKey: conversation.message(0).threadKey,
      recipients: ['sales+bcc@inbound.localhost'],
    });

    await conversation.ledger.recordMail(
      {
        mailId: `copy-${event.eventId}`,
        objectKey: 'y',
        receivedAt: event.receivedAt,
        state: 'parsed',
        eventId: event.eventId,
        recipients: [],
      },
      event,
      [copy],
    );

    const delivery = await conversation.delivery(0);
    expect(delivery?.recipients.toSorted()).toEqual(['sales+bcc@inbound.localhost', 'sales@inbound.localhost']);
    expect(delivery?.fate).toBe('delivered');
  });

  it('tells who holds an external id already, when the content is another', async () => {
    const conversation = await aConversation(1);
    const held = conversation.events[0]!;
    const other = { ...held, eventId: `evt_${'0'.repeat(31)}1`, contentDigest: 'f'.repeat(64) };

    const { conflictsWith } = await conversation.ledger.recordMail(
      {
        mailId: `conflict-${held.eventId}`,
        objectKey: 'z',
        receivedAt: held.receivedAt,
        state: 'parsed',
        eventId: other.eventId,
        recipients: [],
      },
      other,
      [],
    );

    expect(conflictsWith).toBe(held.eventId);
  });

  it('shows what is pending by age, and not what is leased, parked or done', async () => {
    const reader = createLedgerReader(database.dynamo, database.ledgerTable);
    const conversation = await aConversation(3);
    await conversation.attempt(0);
    await conversation.hold(1, 60_000, new Date());

    const stuck = await reader.stuck(new Date('2027-01-01'), new Date());

    const mine = stuck.filter(({ threadKey }) => threadKey === conversation.message(0).threadKey);
    expect(mine.map(({ eventId }) => eventId)).toEqual([conversation.events[2]!.eventId]);
  });
});

const credentialsRefused = { kind: 'misconfigured', code: 'HTTP 401', message: 'no' } as const;

describe('circuit of a connection', () => {
  /** A conversation whose connection has failed until its circuit opened. */
  const outage = async (length: number, options: Parameters<typeof aConversation>[1] = {}) => {
    const conversation = await aConversation(length, options);
    conversation.answers.push(...Array.from({ length: 5 }, () => unknown));
    for (let nth = 0; nth < 5; nth += 1) await conversation.attempt(0);
    return conversation;
  };

  it('opens after five unclear answers in a row, and lets deliveries wait in order without spending attempts', async () => {
    const conversation = await outage(2);

    const waiting = await conversation.attempt(1);

    expect(waiting).toMatchObject({ kind: 'parked', as: 'buffered' });
    expect(await conversation.gate.state(conversation.connection)).toMatchObject({ circuit: 'open', failures: 5 });
    expect((await conversation.delivery(1))?.attempts).toBe(0);
    expect(await conversation.parked.items(conversation.group)).toHaveLength(2);
  });

  it('stays closed while others get through: a few failures among many are no outage', async () => {
    const conversation = await aConversation(2);
    await conversation.attempt(0);
    conversation.answers.push(...Array.from({ length: 6 }, () => unknown));

    const kinds = [];
    for (let nth = 0; nth < 6; nth += 1) kinds.push((await conversation.attempt(1)).kind);

    expect(new Set(kinds)).toEqual(new Set(['retry']));
    expect((await conversation.gate.state(conversation.connection)).circuit).toBe('closed');
  });

  it('opens at once at a daily limit, until the time that the vendor named', async () => {
    const conversation = await aConversation(1);
    const retryAt = new Date(conversation.clock.ms + 3_600_000);
    conversation.answers.push({ kind: 'throttled', scope: 'daily', retryAt });

    expect(await conversation.attempt(0)).toMatchObject({ kind: 'parked', as: 'buffered' });
    expect((await conversation.gate.state(conversation.connection)).probeAt).toBe(retryAt.getTime());
    expect((await conversation.delivery(0))?.attempts).toBe(0);
  });

  it('opens when the credentials are refused three times, whoever meets it', async () => {
    const conversation = await aConversation(1);
    conversation.answers.push(credentialsRefused, credentialsRefused, credentialsRefused);

    const kinds = [];
    for (let nth = 0; nth < 3; nth += 1) kinds.push((await conversation.attempt(0)).kind);

    expect(kinds).toEqual(['retry', 'retry', 'parked']);
    expect((await conversation.delivery(0))?.attempts).toBe(0);
  });

  it('is tried by one worker when its time has come, and what waited goes on in order', async () => {
    const conversation = await outage(3);
    for (const nth of [1, 2]) await conversation.attempt(nth);

    const early = await conversation.redrive();
    conversation.clock.ms += 31_000;
    const due = await conversation.redrive();

    expect(early.replayed).toBe(0);
    expect(due).toMatchObject({ found: 1, replayed: 3 });
    expect(conversation.written.slice(-3)).toEqual(conversation.events.map(({ eventId }) => eventId));
    expect((await conversation.gate.state(conversation.connection)).circuit).toBe('closed');
  });

  it('stays open when the probe fails, and waits longer for the next', async () => {
    const conversation = await outage(1);
    conversation.answers.push(unknown);
    conversation.clock.ms += 31_000;

    await conversation.redrive();

    const { circuit, probeAt = 0 } = await conversation.gate.state(conversation.connection);
    expect(circuit).toBe('open');
    expect(probeAt - conversation.clock.ms).toBe(60_000);
  });

  it('asks a call that changes nothing first, where the adapter has one', async () => {
    let isBack = false;
    const check = async (): Promise<Outcome<unknown>> =>
      isBack ? { kind: 'ok', value: 1, how: 'unchanged' } : unknown;
    const conversation = await outage(1, { check });
    conversation.clock.ms += 31_000;
    await conversation.redrive();
    const writtenInVain = conversation.written.length;

    isBack = true;
    conversation.clock.ms += 120_000;
    await conversation.redrive();

    expect(writtenInVain).toBe(5);
    expect((await conversation.delivery(0))?.fate).toBe('delivered');
  });
});

describe('rate of a connection', () => {
  it('lets through what the limits allow, and gives the rest a turn each, one after the other', async () => {
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

  it('lets who has waited go before who comes for the first time', async () => {
    const conversation = await aConversation(2, { limits: { perSecond: 0.5, burst: 1 } });
    await conversation.attempt(0);
    await conversation.attempt(1);
    conversation.clock.ms += 2001;

    expect(await conversation.attempt(1)).toMatchObject({ kind: 'settled' });
  });

  it('goes by what a person has set rather than by anything else', async () => {
    const conversation = await aConversation(2, { rate: { perSecond: 0.5, burst: 1 } });
    await conversation.gate.learn(conversation.connection, { perSecond: 100, burst: 100 });

    const kinds = [(await conversation.attempt(0)).kind, (await conversation.attempt(1)).kind];

    expect(kinds).toEqual(['settled', 'retry']);
  });

  it('goes by what the vendor said of its limits rather than by what it documents', async () => {
    const conversation = await aConversation(3, { limits: { perSecond: 0.001, burst: 1 } });
    await conversation.gate.learn(conversation.connection, { perSecond: 100, burst: 100 });

    const kinds = [];
    for (let nth = 0; nth < 3; nth += 1) kinds.push((await conversation.attempt(nth)).kind);

    expect(kinds).toEqual(['settled', 'settled', 'settled']);
  });
});

describe('replay', () => {
  /** Three mails: the first delivered, the second given up, the third waiting in its conversation. */
  const aMixture = async () => {
    const conversation = await aConversation(3);
    await conversation.attempt(0);
    conversation.answers.push(rejected);
    await conversation.attempt(1);
    await conversation.attempt(2);
    await conversation.ledger.giveUp(conversation.message(1), 'skipped by test', new Date(conversation.clock.ms));
    conversation.written.length = 0;
    return conversation;
  };

  it('delivers what was given up, and changes nothing about the rest', async () => {
    const conversation = await aMixture();

    const { deliveries } = await conversation.replay([2, 1, 0]);

    expect(deliveries.map(({ before, result }) => [before, result])).toEqual([
      ['delivered', 'unchanged'],
      ['dead', 'delivered'],
      ['parked', 'left'],
    ]);
    expect(conversation.written).toEqual([conversation.events[1]!.eventId]);
    expect((await conversation.delivery(1))?.fate).toBe('delivered');
  });

  it('only says what it would do in a dry run, and leaves no record of it', async () => {
    const conversation = await aMixture();

    const { deliveries } = await conversation.replay([1], true);

    expect(deliveries).toMatchObject([{ result: 'would-replay' }]);
    expect(conversation.written).toEqual([]);
    expect(conversation.replays).toEqual([]);
  });

  it('says what failed again, and leaves it given up', async () => {
    const conversation = await aMixture();
    conversation.answers.push(rejected);

    const { deliveries } = await conversation.replay([1]);

    expect(deliveries).toMatchObject([{ result: 'failed', reason: 'rejected: INVALID: no' }]);
    expect(await conversation.delivery(1)).toMatchObject({ state: 'failed', fate: 'dead' });
    expect(conversation.replays).toHaveLength(1);
  });
});
