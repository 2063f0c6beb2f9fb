import { readFileSync } from 'node:fs';
import { env } from '../../lambdas/env.ts';
import { conversationMail } from '../chaos/traffic.ts';
import type { World } from '../chaos/world.ts';
import { recordWorld } from './record.ts';
import {
  address,
  createWorld,
  fromJson,
  restore,
  type StoredMessage,
  type StoredWorld,
  toJson,
} from './stored-world.ts';

const minuteMs = 60_000;
const stored = fromJson(readFileSync(new URL('./stored-world.json', import.meta.url), 'utf8'));

const rowsOf = (world: World, table: 'ledgerTable' | 'consentTable', sortKey: string): Array<Record<string, unknown>> =>
  world.dynamo.items(world.names[env[table]]!).filter(({ sk }) => String(sk).startsWith(sortKey));

/** Creates a deployment of this version with the stored data of another one. */
async function takeOver(before: StoredWorld): Promise<World> {
  const world = createWorld();
  await world.run(() => false, before.at - world.scheduler.now);
  restore(world, before);
  return world;
}

/** Returns the kind of a message; those of SQS, SES and S3 have no schema field of ours. */
const kindOf = (body: string): string => {
  const message = JSON.parse(body) as Record<string, unknown>;
  const { Message } = message as { Message?: string };
  if (Message !== undefined) return `SNS of ${kindOf(Message)}`;
  return String(message.schema ?? message.notificationType ?? message.eventType ?? Object.keys(message)[0]);
};

describe('the stored data of the previous version', () => {
  it('contains every kind of message', () => {
    const kinds = Object.fromEntries(
      Object.entries(stored.queues).map(([queue, messages]) => [
        queue,
        [...new Set(messages.map(({ body }) => kindOf(body)))].toSorted(),
      ]),
    );

    expect(kinds).toEqual({
      parse: ['Received'],
      sink: ['delivery/1'],
      suppress: ['recipient.suppressed/1', 'suppression.delivery/1'],
      sweep: ['Records'],
      feedback: ['Bounce', 'SNS of Bounce'],
    });
  });

  it('contains rows of every table, and work at every stage', () => {
    const states = (stored.tables.ledgerTable as Array<{ sk: string; state?: string }>)
      .filter(({ sk }) => sk.startsWith('DELIVERY#unique'))
      .map(({ state }) => state);

    for (const rows of Object.values(stored.tables)) expect(rows.length).toBeGreaterThan(0);
    expect(new Set(states)).toEqual(new Set(['done', 'pending']));
    expect(Object.keys(stored.objects.mailBucket!).map((key) => key.split('/')[0])).toEqual(
      expect.arrayContaining(['inbound', 'events']),
    );
  });

  it('contains the receipt of every recorded mail, in its row or as an object', () => {
    const mails = (stored.tables.ledgerTable as Array<{ sk: string; mailId: string; receipt?: object }>).filter(
      ({ sk }) => sk === 'MAIL',
    );
    const isKept = ({ mailId, receipt }: (typeof mails)[number]): boolean =>
      receipt !== undefined || Object.hasOwn(stored.objects.mailBucket!, `receipts/${mailId}.json`);

    expect(mails.length).toBeGreaterThan(3);
    expect(mails.filter((mail) => !isKept(mail))).toEqual([]);
  });
});

describe('the messages of this version', () => {
  /** The names of a message's fields, nested ones by their path. */
  const fieldsOf = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, `${path}.${name}`))
      : [path];
  const deliveries = (world: StoredWorld): readonly StoredMessage[] => world.queues.sink ?? [];
  const fields = (world: StoredWorld): ReadonlySet<string> =>
    new Set(deliveries(world).flatMap(({ body }) => fieldsOf(JSON.parse(body))));

  it('to the sink are those that the version before reads, for its schema is strict', async () => {
    const current = await recordWorld();

    expect(deliveries(current).map(({ body }) => kindOf(body))).toEqual(deliveries(stored).map(() => 'delivery/1'));
    expect(fields(current)).toEqual(fields(stored));
  });

  it('carry their event beside it, which that version does not look at', async () => {
    expect(deliveries(await recordWorld()).every(({ event }) => event !== undefined)).toBe(true);
    expect(deliveries(stored).every(({ event }) => event === undefined)).toBe(true);
  });
});

describe.each<readonly [string, () => Promise<StoredWorld>]>([
  ['the version before', async () => stored],
  ['this version', async () => fromJson(toJson(await recordWorld()))],
])('unfinished work of %s', (_, left) => {
  let world: World;

  beforeAll(async () => {
    world = await takeOver(await left());
    const answer = conversationMail('c1-2', 'person1@company.example', 1, 2, address);
    world.receive(answer, 'person1@company.example', [address]);
    await world.run(() => false, 30 * minuteMs);
  }, 60_000);

  it('delivers every waiting mail to the CRM, once', () => {
    const subjects = world.crm.records.flatMap(({ type, subject }) => (type === 'activity' ? [subject] : []));

    expect(subjects.toSorted()).toEqual(['mail c1-1', 'mail c1-2', 'mail c2-0', 'mail c3-0']);
    expect(rowsOf(world, 'ledgerTable', 'DELIVERY#').filter(({ state }) => state !== 'done')).toEqual([]);
  });

  it('keeps the mails in their conversations', () => {
    const threads = Map.groupBy(rowsOf(world, 'ledgerTable', 'DELIVERY#unique'), ({ threadKey }) => threadKey);

    expect([...threads.values()].map((mails) => mails.length).toSorted()).toEqual([1, 1, 1, 1, 3]);
  });

  it('informs every CRM of the opt-outs', () => {
    const targets = rowsOf(world, 'consentTable', 'TARGET#unique');

    expect(targets).toHaveLength(3);
    expect(targets.filter(({ pendingShard }) => pendingShard !== undefined)).toEqual([]);
  });

  it('leaves no dead letters', () => {
    const dead = [...world.queues.values()].filter((queue) => queue.isDeadLetterQueue && queue.size > 0);

    expect(dead.map(({ name }) => name)).toEqual([]);
  });
});
