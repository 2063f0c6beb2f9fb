import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoConnectionGate } from '../../lambdas/aws/dynamo-connection-gate.ts';
import { createDynamoConsentLedger } from '../../lambdas/aws/dynamo-consent-ledger.ts';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { createApplyConsent } from '../../lambdas/domain/consent/apply-consent.ts';
import type { NewConsentChange } from '../../lambdas/domain/consent/change.ts';
import { defaultConsentPolicy, judgeEligibility } from '../../lambdas/domain/consent/eligibility.ts';
import { applyChange, emptyConsent } from '../../lambdas/domain/consent/state.ts';
import { notKeptHere } from '../../lambdas/domain/consent/suppression-target.ts';
import type { Outcome } from '../../lambdas/domain/crm/outcome.ts';
import type { SuppressionState, SuppressionTarget } from '../../lambdas/domain/crm/suppression-target.ts';
import { closedCircuit } from '../../lambdas/domain/delivery/circuit.ts';
import { createInformTarget } from '../../lambdas/suppress/inform-target.ts';
import { aDelivery, anEvent, anIntegration, silentLog } from '../helpers/builders.ts';
import { aChange, subjectHash } from '../helpers/consent.ts';
import { startTestDynamo, type TestDynamo } from '../helpers/dynamo.ts';

let database: TestDynamo;
beforeAll(async () => {
  database = await startTestDynamo();
}, 30_000);
afterAll(() => database.stop());

let counter = 0;

/** The ledger and both use cases, for a person of the test's own. */
function aPerson() {
  counter += 1;
  const address = `person${counter}@example.org`;
  const consent = createDynamoConsentLedger(database.platform, database.consentTable);
  const ledger = createDynamoLedger(database.platform, database.ledgerTable);
  const clock = { at: Date.parse('2026-11-21T10:00:00.000Z') };
  const now = (): Date => new Date(clock.at);
  const sent: string[] = [];
  const integrations = async () => [anIntegration()];
  const apply = createApplyConsent({
    consent,
    ledger,
    control: { integrations },
    sendToTarget: async ({ target }) => void sent.push(target),
    metrics: { lag: () => {} },
    log: silentLog,
    now,
  });
  const states: SuppressionState[] = [];
  const answers: Array<Outcome<never> | (() => Promise<void>)> = [];
  const gate = createDynamoConnectionGate(database.platform, database.ledgerTable);
  const lags: string[] = [];
  const informWith = (target: SuppressionTarget) =>
    createInformTarget({
      consent,
      targets: { targetFor: async () => ({ kind: 'ok', how: 'existing', value: target }) },
      control: { integrations },
      gate,
      metrics: { lag: (_kind, name) => void lags.push(name) },
      log: silentLog,
      now,
      random: () => 0.5,
    });
  const inform = createInformTarget({
    consent,
    targets: {
      targetFor: async () => ({
        kind: 'ok',
        how: 'existing',
        value: {
          async write(state) {
            const answer = answers.shift();
            if (typeof answer === 'object') return answer;
            states.push(state);
            await answer?.();
            return { kind: 'ok', how: 'updated', value: { by: 'read-back', answer: 'it says so' } };
          },
        },
      }),
    },
    control: { integrations },
    gate: {
      state: async () => closedCircuit,
      answered: () => {},
      failed: async () => undefined,
    } as never,
    metrics: { lag: () => {} },
    log: silentLog,
    now,
    random: () => 0.5,
  });
  const subject = subjectHash('acme', address);
  return {
    address,
    subject,
    consent,
    ledger,
    sent,
    states,
    answers,
    clock,
    change: (changes: Partial<NewConsentChange> = {}) => aChange({ address, ...changes }),
    say: (changes: Partial<NewConsentChange> = {}) => apply(aChange({ address, ...changes })),
    gate,
    lags,
    /** Informs a connection by that target, with the current circuits. */
    informBy: (target: SuppressionTarget, name: string) =>
      informWith(target)({ tenant: 'acme', subject, target: name }, 60_000),
    inform: (leaseMs = 60_000) => inform({ tenant: 'acme', subject, target: 'main' }, leaseMs),
    progress: async () => (await consent.progress('acme', subject)).find(({ target }) => target === 'main'),
    mayWrite: async (other = address) => {
      const { state } = await consent.read('acme', subjectHash('acme', other));
      return judgeEligibility(other, state).eligible.marketing;
    },
  };
}

describe('createDynamoConsentLedger', () => {
  it('keeps all of many changes that come at once, and ends in the state of their times', async () => {
    const person = aPerson();
    const changes = Array.from({ length: 12 }, (_, nth) =>
      person.change({
        signal: nth % 3 === 0 ? 'opt-in' : 'unsubscribe',
        at: `2026-11-20T09:00:${String(nth).padStart(2, '0')}.000Z`,
        evidence: `e${nth}`,
      }),
    );

    await Promise.all(
      [...changes, ...changes].map((change) => person.consent.apply(change, defaultConsentPolicy, ['main'])),
    );

    const { state } = await person.consent.read('acme', person.subject);
    expect(await person.consent.history('acme', person.subject)).toHaveLength(changes.length);
    expect(state).toEqual(changes.reduce(applyChange, emptyConsent));
  });

  it('forgets a person who was erased, keeps their refusals, and learns nothing from a late report', async () => {
    const person = aPerson();
    await person.say({ contactId: 'contact-1' });

    await person.consent.erase('acme', person.subject);
    await person.say({ signal: 'hard-bounce', evidence: 'late', contactId: 'contact-1' });

    const { Items = [] } = await database.dynamo.send(new ScanCommand({ TableName: database.consentTable }));
    expect(JSON.stringify(Items)).not.toContain(person.address);
    expect(JSON.stringify(Items)).not.toContain('contact-1');
    expect(await person.mayWrite()).toBe(false);
  });

  it('applies the word of a person to all their addresses, also from before the addresses were joined', async () => {
    const [work, home] = [aPerson(), aPerson()];
    await work.say();
    await home.say({ signal: 'opt-in', at: '2026-11-19T09:00:00.000Z', contactId: `one-${home.subject}` });
    const before = await home.mayWrite();

    await work.say({ signal: 'address-rule', rule: 'any', evidence: 'they are one', contactId: `one-${home.subject}` });

    expect(before).toBe(true);
    expect(await home.mayWrite()).toBe(false);
  });

  it('applies a word to the other address also when the first worker died before it did', async () => {
    const [work, home] = [aPerson(), aPerson()];
    const contactId = `died-${home.subject}`;
    await work.say();
    await home.say({ signal: 'address-rule', rule: 'any', contactId });
    const joins = { signal: 'address-rule', rule: 'any', evidence: 'they are one', contactId } as const;
    await work.consent.apply(work.change(joins), defaultConsentPolicy, ['main']);

    await work.say(joins);

    expect(await home.mayWrite()).toBe(false);
  });

  it('applies nothing to the other address that was taken back before the addresses were joined', async () => {
    const [work, home] = [aPerson(), aPerson()];
    await work.say();
    await work.say({ signal: 'lifted', lifts: [work.change().changeId], evidence: 'lifted', source: 'cli' });
    const contactId = `lifted-${home.subject}`;

    for (const { say } of [home, work]) await say({ signal: 'address-rule', rule: 'any', evidence: 'one', contactId });
    await work.say();

    expect(await work.mayWrite()).toBe(true);
    expect(await home.mayWrite()).toBe(true);
  });

  it('applies an unproven change to its own address only, and lets people review it', async () => {
    const person = aPerson();
    const other = `other-of-${person.address}`;
    await person.say({ signal: 'delivered', contactId: `c-${person.subject}` });
    await person.say({ address: other, signal: 'delivered', contactId: `c-${person.subject}`, evidence: 'evt_2' });

    await person.say({ standing: 'unproven', evidence: 'evt_3' });
    await person.say({ signal: 'hard-bounce', standing: 'hint', evidence: 'evt_4' });
    await person.say({ signal: 'complaint', standing: 'noted', evidence: 'evt_5' });

    expect(await person.mayWrite()).toBe(false);
    expect(await person.mayWrite(other)).toBe(true);
    expect(new Set(person.sent)).toEqual(new Set(['main']));
    const since = new Date('2026-11-20T00:00:00.000Z');
    const all = await Array.fromAsync(person.consent.forReview('acme', since));
    const waiting = all.filter(({ subject }) => subject === person.subject);
    expect(waiting.map(({ evidence, standing }) => [evidence, standing])).toEqual(
      expect.arrayContaining([
        ['evt_3', 'unproven'],
        ['evt_4', 'hint'],
      ]),
    );
    expect(waiting).toHaveLength(2);
    expect(JSON.stringify(waiting)).not.toContain(person.address);
  });

  it('takes back the changes of a period, and the changes that they had hidden hold again', async () => {
    const person = aPerson();
    await person.say({ signal: 'opt-in', at: '2026-11-20T08:00:00.000Z', source: 'cli' });
    await person.say({ purposes: ['sales'], at: '2026-11-20T08:30:00.000Z', source: 'one-click' });
    await person.say({ standing: 'unproven', at: '2026-11-20T09:00:00.000Z', receivedAt: '2026-11-20T09:00:00.000Z' });
    expect(await person.mayWrite()).toBe(false);

    const between = { since: new Date('2026-11-20T08:59:00.000Z'), until: new Date('2026-11-20T09:01:00.000Z') };
    const all = await Array.fromAsync(person.consent.statementsOf('acme', { sources: ['mail'], ...between }));
    const lifts = all.filter(({ subject }) => subject === person.subject).map(({ changeId }) => changeId);
    person.sent.length = 0;
    await person.say({ signal: 'lifted', lifts, at: '2026-11-20T10:00:00.000Z', source: 'cli' });

    expect(lifts).toHaveLength(1);
    expect(await person.mayWrite()).toBe(true);
    const { state } = await person.consent.read('acme', person.subject);
    expect(judgeEligibility(person.address, state).eligible).toEqual({ marketing: true, sales: false, legal: true });
    expect(person.sent).toEqual(['main']);
    expect((await person.consent.history('acme', person.subject)).map(({ signal }) => signal)).toEqual([
      'opt-in',
      'unsubscribe',
      'unsubscribe',
      'lifted',
    ]);
  });

  it('applies a bounce of one address to no other', async () => {
    const [work, home] = [aPerson(), aPerson()];
    const contactId = `two-${home.subject}`;
    for (const { say } of [work, home]) await say({ signal: 'address-rule', rule: 'any', contactId });

    await work.say({ signal: 'hard-bounce', evidence: 'gone' });

    expect([await work.mayWrite(), await home.mayWrite()]).toEqual([false, true]);
  });

  it('settles a mail that is about two people when both are out', async () => {
    const [first, other] = [aPerson(), aPerson()];
    const event = anEvent({ messageId: `report-${first.subject}@mx.example` });
    const base = { mailId: `m-${first.subject}`, objectKey: 'x', receivedAt: event.receivedAt, eventId: event.eventId };
    await first.ledger.recordMail({ ...base, state: 'parsed', recipients: [] }, event, [
      aDelivery(event, { lane: 'suppression' }),
    ]);
    const fate = async () =>
      (await createLedgerReader(database.dynamo, database.ledgerTable).event(event.eventId))?.deliveries[0]?.fate;
    const delivery = { eventId: event.eventId, integration: 'sales', of: 2 };

    await first.say({ signal: 'hard-bounce', delivery });
    await first.say({ signal: 'hard-bounce', delivery });
    const halfway = await fate();
    await other.say({ signal: 'hard-bounce', delivery });

    expect([halfway, await fate()]).toEqual([undefined, 'suppressed']);
  });

  it('informs the sending account of dead addresses and complaints only', async () => {
    const person = aPerson();

    await person.say();
    const ofUnsubscribe = person.sent.splice(0);
    await person.say({ signal: 'complaint', evidence: 'spam' });

    expect(ofUnsubscribe).toEqual(['main']);
    expect(person.sent).toEqual(['main', 'ses']);
  });

  it('informs no target of a change that changes nothing for it', async () => {
    const person = aPerson();

    await person.say({ signal: 'opt-in' });
    await person.say({ signal: 'delivered', evidence: 'arrived' });

    expect(person.sent).toEqual([]);
  });
});

describe('createInformTarget over the ledger in DynamoDB', () => {
  it('informs a target once, and records the proof', async () => {
    const person = aPerson();
    await person.say();

    expect(await person.inform()).toEqual({ kind: 'settled' });
    expect(await person.inform()).toEqual({ kind: 'settled' });

    expect(person.states).toHaveLength(1);
    expect(await person.progress()).toMatchObject({
      verifiedAt: '2026-11-21T10:00:00.000Z',
      proof: { by: 'read-back' },
    });
  });

  it('goes on until the newest state has arrived, when changes come meanwhile', async () => {
    const person = aPerson();
    await person.say();
    person.answers.push(() => person.say({ signal: 'complaint', at: '2026-11-20T10:00:00.000Z', evidence: 'spam' }));

    expect(await person.inform()).toEqual({ kind: 'settled' });

    expect(person.states.map(({ reason }) => reason)).toEqual(['unsubscribed', 'complaint']);
    expect((await person.progress())?.receivedAt).toBeUndefined();
  });

  it('writes again after a write of unknown outcome can no longer land', async () => {
    const person = aPerson();
    await person.say();
    person.answers.push({ kind: 'unknown' });

    expect(await person.inform()).toMatchObject({ kind: 'retry' });
    person.clock.at += 2_000;
    expect(await person.inform()).toMatchObject({ kind: 'retry', reason: 'written; an earlier write may still land' });
    const early = await person.progress();
    person.clock.at += 20_000;
    expect(await person.inform()).toEqual({ kind: 'settled' });

    expect(early?.receivedAt).toBeDefined();
    expect(person.states).toHaveLength(2);
  });

  it('leaves the target to its holder, and counts the writes of a holder that died as unclear', async () => {
    const person = aPerson();
    await person.say();
    await person.consent.claim(
      { tenant: 'acme', subject: person.subject, target: 'main' },
      new Date(person.clock.at),
      30_000,
      15_000,
    );

    expect(await person.inform()).toMatchObject({ kind: 'retry', reason: 'leased' });
    person.clock.at += 31_000;
    expect(await person.inform()).toMatchObject({ kind: 'retry', reason: 'written; an earlier write may still land' });
    person.clock.at += 16_000;
    expect(await person.inform()).toEqual({ kind: 'settled' });
  });

  it('leaves the queue to others after a few failures, and is due again for the heartbeat', async () => {
    const person = aPerson();
    await person.say();
    const refused = { kind: 'misconfigured', code: 'HTTP 401', message: 'credentials refused' } as const;
    person.answers.push(refused, refused, refused, refused);

    const ends = [];
    for (let nth = 0; nth < 4; nth += 1) ends.push((await person.inform()).kind);
    const due = async () => {
      const subjects: string[] = [];
      for await (const { subject } of person.consent.due(new Date(person.clock.at), new Date(person.clock.at)))
        subjects.push(subject);
      return subjects.includes(person.subject);
    };
    const atOnce = await due();
    person.clock.at += 700_000;

    expect(ends).toEqual(['retry', 'retry', 'retry', 'waiting']);
    expect([atOnce, await due()]).toEqual([false, true]);
    expect(await person.progress()).toMatchObject({
      reason: 'misconfigured: HTTP 401: credentials refused',
      attempts: 4,
    });
  });
});

describe('createInformTarget, for a target that keeps no suppressions', () => {
  const keepsNone: SuppressionTarget = {
    makesNoCall: true,
    write: async () => notKeptHere('this CRM has no place for suppressions'),
  };

  it('settles the target with the first message, with a proof that it keeps none, and measures no lag', async () => {
    const person = aPerson();
    await person.say();

    expect(await person.informBy(keepsNone, 'main')).toEqual({ kind: 'settled' });

    const progress = await person.progress();
    expect(progress?.receivedAt).toBeUndefined();
    expect(progress?.proof).toEqual({ by: 'not-kept-here', answer: 'this CRM has no place for suppressions' });
    expect(person.lags).toEqual([]);
    expect(await person.informBy(keepsNone, 'main')).toEqual({ kind: 'settled' });
  });

  it.each(['closed', 'open'] as const)(
    'leaves the circuit of the connection %s, and does not wait for it',
    async (circuit) => {
      const person = aPerson();
      const now = new Date(person.clock.at);
      const refused = { kind: 'misconfigured', code: 'HTTP 401', message: 'no' } as const;
      for (let nth = 0; nth < (circuit === 'open' ? 3 : 2); nth += 1)
        await person.gate.failed('main', refused, now, false);
      const before = await person.gate.state('main');
      expect(before.circuit).toBe(circuit);
      const people = [person, aPerson(), aPerson(), aPerson()];

      for (const each of people) {
        await each.say();
        expect(await each.informBy(keepsNone, 'main')).toEqual({ kind: 'settled' });
      }

      expect(await person.gate.state('main')).toEqual(before);
      await person.gate.succeeded('main');
    },
  );
});

describe('createInformTarget, for a consent write that lacks a right', () => {
  const refuses = (code: string): SuppressionTarget => ({
    write: async () => ({ kind: 'misconfigured', code, message: 'refused' }),
  });

  it.each([
    ['HTTP 403', 'closed'],
    ['INVALID_FIELD', 'closed'],
    ['HTTP 401', 'open'],
  ] as const)('answers %s and leaves the circuit of the deliveries %s', async (code, circuit) => {
    const people = [aPerson(), aPerson(), aPerson(), aPerson()];
    for (const person of people) {
      await person.say();
      expect(await person.informBy(refuses(code), 'main')).toMatchObject({
        reason: expect.stringContaining(code === 'HTTP 401' && person === people[3] ? 'waits for' : code) as string,
      });
    }

    expect((await people[0]!.gate.state('main')).circuit).toBe(circuit);
    await people[0]!.gate.succeeded('main');
  });
});
