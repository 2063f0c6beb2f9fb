import { createDynamoConnectionGate } from '../../../lambdas/aws/dynamo-connection-gate.ts';
import { createDynamoLedger } from '../../../lambdas/aws/dynamo-ledger.ts';
import { createDeliverEvent } from '../../../lambdas/deliver/deliver-event.ts';
import type { Vendor } from '../../../lambdas/domain/crm/connection.ts';
import { deliveryMessageOf } from '../../../lambdas/domain/delivery/delivery.ts';
import { addDuplicateRule, addValidationRule } from '../../../local/sandbox-crm/salesforce-rules.ts';
import { aDelivery, anEvent, anIntegration, subjectFor } from '../../helpers/builders.ts';
import { startTestDynamo, type TestDynamo } from '../../helpers/dynamo.ts';
import { nullDeliverPorts } from '../../helpers/null-ports.ts';
import { startVendorSandbox } from '../../helpers/sandbox.ts';
import { refusals } from './refusals.ts';
import { adapterOf, type Subject, subjects } from './subjects.ts';

// A refusal of one record stays with that record's conversation: on a real ledger, with a real gate.

let database: TestDynamo;
beforeAll(async () => {
  database = await startTestDynamo();
}, 30_000);
afterAll(() => database.stop());

let counter = 0;
const opened: Array<{ stop(): Promise<void> }> = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.stop();
});

/** So fast that nobody waits for a turn. */
const rate = { perSecond: 1000, burst: 1000 };

type Account = Pick<Subject, 'adapter' | 'now'>;

/** Mails of one connection, each in a conversation of its own unless a thread is named. */
function aConnection({ adapter, now }: Account, vendor: Vendor) {
  counter += 1;
  const connection = `refused-${counter}`;
  const ledger = createDynamoLedger(database.platform, database.ledgerTable);
  const gate = createDynamoConnectionGate(database.platform, database.ledgerTable);
  const events = new Map<string, ReturnType<typeof anEvent>>();
  const deliver = createDeliverEvent({
    ...nullDeliverPorts,
    ledger,
    subjectHash: async () => subjectFor,
    mail: { getEvent: async (eventId) => events.get(eventId) },
    control: {
      integrations: async () => [anIntegration({ connection })],
      connection: async () => ({ vendor, baseUrl: 'https://crm.example', credentials: 'env:X', rate }),
      intake: async () => undefined,
      mappings: async () => ({}),
    },
    crm: { adapterFor: async () => ({ kind: 'ok', how: 'existing', value: await adapter() }) },
    gate,
    now,
    random: () => 0.5,
  });

  /** A mail that came in, and the attempts to deliver it. */
  async function receive(from: { name: string; address: string }, threadKey = `${connection}-${from.address}`) {
    const event = anEvent({ messageId: `${connection}-${events.size}@customer.example`, from });
    events.set(event.eventId, event);
    const delivery = aDelivery(event, { threadKey });
    const recipients = [{ address: 'sales@inbound.localhost', integration: 'sales' }];
    const { eventId, receivedAt } = event;
    const mailId = `${connection}-mail-${events.size}`;
    await ledger.recordMail({ mailId, objectKey: 'x', receivedAt, state: 'parsed', eventId, recipients }, event, [
      delivery,
    ]);
    return (isReplay = false) => deliver(deliveryMessageOf(delivery), { isLast: false, leaseMs: 60_000, isReplay });
  }
  return { receive, state: () => gate.state(connection) };
}

const person = (nth: number) => ({ name: `Person ${nth}`, address: `p${nth}@company${nth}.example` });
const times = [1, 2, 3, 4, 5];

describe.each(subjects)('a record that %s refuses', (vendor, start) => {
  it('parks its own conversation, and neither another sender nor the connection', async () => {
    const subject = await start();
    opened.push(subject);
    const { write, ofTheRecord } = refusals[vendor]!;
    const [, status, body] = ofTheRecord[0]!;
    const { receive, state } = aConnection(subject, vendor as Vendor);
    const refuse = () => subject.faults.set([{ action: 'refuse', match: write, answer: { status, body } }]);
    const refused = await receive(person(0));
    const ends: unknown[] = [];

    for (const nth of times) {
      refuse();
      ends.push(await refused(nth > 1), await (await receive(person(nth)))());
      subject.faults.set([]);
      ends.push(await (await receive(person(100 + nth)))());
    }

    const parked = expect.objectContaining({ kind: 'parked', as: 'poisoned', errorClass: 'validation' });
    const delivered = expect.objectContaining({ kind: 'settled', fate: 'delivered', how: 'now' });
    expect(ends).toEqual(times.flatMap(() => [parked, parked, delivered]));
    expect(await state()).toMatchObject({ circuit: 'closed', failures: 0 });
  }, 30_000);
});

describe('a rule of a Salesforce org', () => {
  async function anOrg() {
    const fake = await startVendorSandbox('salesforce');
    opened.push(fake);
    const now = (): Date => new Date(fake.store.now());
    const adapter = await adapterOf('salesforce', fake.url, now, fake.passes);
    return { ...fake, ...aConnection({ adapter: async () => adapter, now }, 'salesforce') };
  }
  const twin = (nth: number) => ({ name: 'Ada Lovelace', address: `ada${nth}@company${nth}.example` });

  it('refuses nobody when it only alerts of duplicates', async () => {
    const org = await anOrg();
    addDuplicateRule(org.store, 'Contact', 'alert');

    // One alone, then several that share composite requests.
    const ends = [await (await org.receive(twin(1)))()];
    // The first of these is answered late, so that the others gather behind it.
    org.faults.set([{ action: 'slow', match: 'composite$', delayMs: 1000, times: 1 }]);
    const others = await Promise.all([2, 3, 4, 5, 6].map((nth) => org.receive(twin(nth))));
    ends.push(...(await Promise.all(others.map((attempt) => attempt()))));

    expect(ends).toMatchObject(ends.map(() => ({ kind: 'settled', fate: 'delivered' })));
    expect(org.store.list('Contact')).toHaveLength(6);
    const shared = org.requests.filter(
      ({ path, body }) => /composite$/.test(path) && /Contact\/.*Contact\//.test(body),
    );
    expect(shared).not.toEqual([]);
  });

  it.each([
    ['that blocks duplicates', 'DUPLICATES_DETECTED'],
    ['that validates', 'FIELD_CUSTOM_VALIDATION_EXCEPTION'],
  ])('parks only the conversations of refused records when it is one %s, alone or together', async (_what, code) => {
    const org = await anOrg();
    const isDuplicate = code === 'DUPLICATES_DETECTED';
    if (isDuplicate) {
      addDuplicateRule(org.store, 'Contact', 'block');
      await (await org.receive(twin(0)))();
    } else addValidationRule(org.store, 'Contact', 'LastName', 'Lovelace');

    const alone = [await (await org.receive(twin(1)))(), await (await org.receive(twin(2)))()];
    const mixed = [twin(3), person(3), twin(4), person(4)];
    const attempts = await Promise.all(mixed.map((from) => org.receive(from)));
    const together = await Promise.all(attempts.map((attempt) => attempt()));

    const parked = { kind: 'parked', as: 'poisoned', reason: expect.stringContaining(`rejected: ${code}`) };
    const delivered = { kind: 'settled', fate: 'delivered' };
    expect(alone).toMatchObject([parked, parked]);
    expect(together).toMatchObject([parked, delivered, parked, delivered]);
    expect(await org.state()).toMatchObject({ circuit: 'closed', failures: 0 });
  });
});
