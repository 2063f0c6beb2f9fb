import { heldByOf } from '../../lambdas/aws/held-rows.ts';
import { externalKey, messagePartition } from '../../lambdas/aws/ledger-rows.ts';
import type { HoldTarget, LegalHold } from '../../lambdas/domain/delivery/legal-hold.ts';
import { env } from '../../lambdas/env.ts';
import type { Verdict } from './check.ts';
import { lifecycleRules } from './lifecycle.ts';
import type { Random } from './random.ts';
import type { Item } from './services/expressions.ts';
import type { SimulatedMail } from './traffic.ts';
import { simulatedEndpoint, type World } from './world.ts';

const lifecycle = await lifecycleRules(simulatedEndpoint);
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A hold that somebody places during the run, and may release. */
interface PlannedHold {
  readonly hold: LegalHold;
  /** Ms after the start of the run. */
  readonly placedAfter: number;
  readonly releasedAfter?: number;
}

/** Holds of one run, with what is under way. */
interface SimulatedHolds {
  readonly planned: readonly PlannedHold[];
  /** Calls of the person that have not ended. */
  underWay: number;
  /** Holds that are in force once everything is at rest. */
  readonly inForce: Set<string>;
}

/** Draws holds of every kind; about half of the runs have none. */
function drawHolds(random: Random, world: World, mails: readonly SimulatedMail[]): PlannedHold[] {
  const start = world.scheduler.now;
  const targets: ReadonlyArray<() => HoldTarget> = [
    () => ({ kind: 'tenant', tenant: random.pick(['a', 'b']) }),
    () => ({ kind: 'address', address: random.pick(mails).from }),
    () => {
      const from = start + random.below(15 * minuteMs);
      const to = from + minuteMs + random.below(15 * minuteMs);
      return { kind: 'time', from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    },
  ];
  return Array.from({ length: mails.length === 0 ? 0 : random.below(4) }, (_, nth) => {
    const placedAfter = random.below(40 * minuteMs);
    return {
      hold: {
        ...random.pick(targets)(),
        id: `hold_${nth}`,
        reason: 'a case of the simulation',
        placedAt: new Date(start + placedAfter).toISOString(),
        state: 'placing' as const,
      },
      placedAfter,
      ...(random.chance(0.5) && { releasedAfter: placedAfter + random.below(40 * minuteMs) }),
    };
  });
}

/** Schedules the holds of a run. */
export function arrangeHolds(world: World, random: Random, mails: readonly SimulatedMail[]): SimulatedHolds {
  const holds: SimulatedHolds = { planned: drawHolds(random, world, mails), underWay: 0, inForce: new Set() };
  for (const { hold, placedAfter, releasedAfter } of holds.planned) {
    holds.inForce.add(hold.id);
    world.scheduler.after(placedAfter, () => void place(world, holds, hold));
    if (releasedAfter === undefined) continue;
    // It is under way as soon as it is planned: the run ends after it.
    holds.underWay += 1;
    world.scheduler.after(releasedAfter, () => void release(world, holds, hold.id));
  }
  return holds;
}

/** Calls again until the call has ended, as a person does who sees it fail; a hold that is being released is not placed. */
async function place(world: World, holds: SimulatedHolds, hold: LegalHold): Promise<void> {
  holds.underWay += 1;
  while (holds.inForce.has(hold.id) && (await world.invoke('officer', { place: hold })) !== 'done')
    await world.scheduler.pause(minuteMs);
  holds.underWay -= 1;
}

/** Releases a hold that was added, whether or not it is on all mail by now. */
async function release(world: World, holds: SimulatedHolds, id: string): Promise<void> {
  const isAdded = (): boolean => world.dynamo.items(world.names[env.controlTable]!).some(({ sk }) => sk === id);
  while (!isAdded()) await world.scheduler.pause(minuteMs);
  holds.inForce.delete(id);
  while ((await world.invoke('officer', { release: id })) !== 'done') await world.scheduler.pause(minuteMs);
  holds.underWay -= 1;
}

/**
 * Goes over all mail once more for the holds in force, as a person does after an outage in which receipts were lost: the
 * mail of such a receipt may be recorded and half held, and nobody offers it again.
 */
export async function placeAgain(world: World, holds: SimulatedHolds): Promise<void> {
  for (const { hold } of holds.planned)
    if (holds.inForce.has(hold.id)) await world.call('officer', { place: hold, again: true });
}

/** Places and releases a hold on nothing: the walk takes off what a process that was held up has left behind. */
export async function tidyHolds(world: World): Promise<void> {
  const hold = {
    id: 'hold_tidy',
    kind: 'tenant',
    tenant: 'nobody',
    reason: '',
    placedAt: '',
    state: 'placing',
  } as const;
  await world.call('officer', { place: hold });
  await world.call('officer', { release: hold.id });
}

/** Releases every hold that is in force. */
async function releaseAll(world: World, holds: SimulatedHolds): Promise<void> {
  for (const id of holds.inForce) await world.call('officer', { release: id });
  holds.inForce.clear();
}

/** A mail as it was received, for the model. */
export interface ReceivedMail {
  readonly mailId: string;
  readonly from: string;
  readonly recipients: readonly string[];
  /** Epoch ms. */
  readonly receivedAt: number;
}

/** The holds in force on a mail by the model, which knows nothing of rows and events. */
function holdsOn(holds: SimulatedHolds, { from, recipients, receivedAt }: ReceivedMail): string[] {
  const isOf = (target: HoldTarget): boolean => {
    switch (target.kind) {
      case 'tenant':
        return recipients.some((recipient) => recipient.split('@')[0]!.split('-').at(-1) === target.tenant);
      case 'address':
        return from === target.address;
      case 'time':
        return receivedAt >= Date.parse(target.from) && receivedAt < Date.parse(target.to);
      default:
        return false;
    }
  };
  return holds.planned.flatMap(({ hold }) => (holds.inForce.has(hold.id) && isOf(hold) ? [hold.id] : []));
}

/** Requires that exactly the mail that holds in force match is held, with all its rows and objects. */
export function checkHolds(
  world: World,
  holds: SimulatedHolds,
  received: readonly ReceivedMail[],
  verdict: Verdict,
): void {
  const rows = world.dynamo.items(world.names[env.ledgerTable]!);
  const byKey = new Map(rows.map((row) => [`${row.pk} ${row.sk}`, row]));
  const wanted = new Map<string, Set<string>>();
  // A mail that the sweep recovered may be held for recipients that only a copy has, until its real receipt comes.
  const allowed = new Map<string, Set<string>>();
  const objects = new Map<string, Item>();
  const add = (sets: Map<string, Set<string>>, name: string, ids: Iterable<string>): void =>
    void sets.set(name, new Set([...(sets.get(name) ?? []), ...ids]));
  for (const mail of received) {
    const own = byKey.get(`MAIL#${mail.mailId} MAIL`);
    if (own === undefined) continue;
    // The envelope of a mail may be lost, and then nobody knows all recipients.
    const known = own.recipients as ReadonlyArray<{ readonly address: string }>;
    // A mail that no reader took may lose even that when the sweep offers it again without its envelope.
    if (own.state === 'quarantined' && known.length === 0) continue;
    const ids = holdsOn(holds, { ...mail, recipients: known.map(({ address }) => address) });
    for (const row of rowsOf(own, byKey, rows)) add(wanted, `${row.pk} ${row.sk}`, ids);
    add(allowed, String(own.eventId), ids);
    objects.set(String(own.objectKey), own);
    const event = byKey.get(`EVENT#${own.eventId} EVENT`);
    if (event !== undefined) objects.set(`events/${own.eventId}.json`, event);
  }
  for (const [name, ids] of wanted) {
    const row = byKey.get(name)!;
    const actual = new Set(heldByOf(row));
    const eventId = String(row.eventId ?? String(row.pk).replace(/^EVENT#/, ''));
    const isMore = !actual.isSubsetOf(ids.union(allowed.get(eventId) ?? new Set()));
    if (isMore || !ids.isSubsetOf(actual))
      verdict.wrong.push(`${name}: held by ${[...actual]}, and should be by ${[...ids]}`);
    if (ids.size > 0 && goesBefore(row, Number.POSITIVE_INFINITY)) verdict.lost.push(`${name} is held, and has an end`);
  }
  for (const [key, row] of objects)
    for (const { isHeld } of world.s3.versionsOf(world.names[env.mailBucket]!, key))
      if (isHeld !== (heldByOf(row) !== undefined)) verdict.wrong.push(`${key}: ${isHeld ? 'is' : 'is not'} locked`);
}

/** The rows of a mail: its own, and those of its event for its recipients. */
function rowsOf(own: Item, byKey: ReadonlyMap<string, Item>, rows: readonly Item[]): Item[] {
  const { eventId } = own;
  if (eventId === undefined) return [own];
  const event = byKey.get(`EVENT#${eventId} EVENT`);
  const { pk, sk } = externalKey(String(event?.externalId));
  const integrations = new Set((own.recipients as ReadonlyArray<{ integration?: string }>).map((to) => to.integration));
  const external = byKey.get(`${pk} ${sk}`);
  return [
    own,
    ...(event === undefined ? [] : [event]),
    // Another content under the same id has a row of its own.
    ...(external?.eventId === eventId ? [external!] : []),
    ...rows.filter(
      (row) =>
        (row.pk === `EVENT#${eventId}` && integrations.has(String(row.integration))) ||
        (String(row.pk).startsWith(messagePartition('').slice(0, 8)) && row.eventId === eventId && row.sk === eventId),
    ),
  ];
}

/** The end of the year 9999: no time to live. */
const never = 253_402_300_799;
const goesBefore = ({ ttl }: Item, at: number): boolean => typeof ttl === 'number' && ttl !== never && ttl < at;

const isOpen = ({ sk, pendingShard }: Item): boolean =>
  pendingShard !== undefined || sk === 'MARKER' || String(sk).startsWith('M#');

/** Requires that nothing that is open has an end. */
export function checkOpenWork(world: World, verdict: Verdict): void {
  for (const row of world.dynamo.items(world.names[env.ledgerTable]!))
    if (isOpen(row) && goesBefore(row, Number.POSITIVE_INFINITY))
      verdict.lost.push(`${row.pk} ${row.sk} is open, and retention would delete it`);
}

/**
 * Lets two years pass with retention, and requires that held mail stays with all its rows and objects, that no mail is there
 * without its row, and that everything of it goes once its holds are released.
 */
export async function checkRetention(
  world: World,
  holds: SimulatedHolds,
  received: readonly ReceivedMail[],
  verdict: Verdict,
): Promise<void> {
  const before = contentsOf(world);
  for (const days of [60, 40, 320, 320]) {
    passTime(world, days);
    const now = contentsOf(world);
    for (const mail of received) {
      const own = before.byKey.get(`MAIL#${mail.mailId} MAIL`);
      if (own === undefined || heldByOf(own) === undefined) continue;
      for (const row of rowsOf(own, before.byKey, before.rows))
        if (!now.byKey.has(`${row.pk} ${row.sk}`)) verdict.lost.push(`${row.pk} ${row.sk} is held, and is gone`);
      for (const key of [String(own.objectKey), `events/${own.eventId}.json`])
        if (before.objects.has(key) && !now.objects.has(key)) verdict.lost.push(`${key} is held, and is gone`);
    }
    for (const key of world.s3.bucket(world.names[env.mailBucket]!).keys())
      if (key.startsWith('inbound/') && !now.byKey.has(`MAIL#${key.slice(8)} MAIL`))
        verdict.lost.push(`${key} is there, and its fate is not known any more`);
  }
  await releaseAll(world, holds);
  passTime(world, 500);
  passTime(world, 30);
  const after = contentsOf(world);
  for (const { mailId } of received) {
    const own = before.byKey.get(`MAIL#${mailId} MAIL`);
    if (own === undefined) continue;
    if (after.objects.has(String(own.objectKey))) verdict.wrong.push(`${own.objectKey} stays after its holds`);
    for (const row of rowsOf(own, before.byKey, before.rows))
      if (after.byKey.has(`${row.pk} ${row.sk}`)) verdict.wrong.push(`${row.pk} ${row.sk} stays after its holds`);
  }
}

/**
 * Erases a person while calls fail, then once more without faults, and requires that their mail is gone, but for mail that
 * is held, which stays with its rows and objects.
 */
export async function checkErasure(
  world: World,
  random: Random,
  received: readonly ReceivedMail[],
  verdict: Verdict,
): Promise<void> {
  const before = contentsOf(world);
  const tenantsOf = (mail: ReceivedMail): Set<string> =>
    new Set(mail.recipients.map((recipient) => recipient.split('@')[0]!.split('-').at(-1)!));
  const known = received.filter((mail) => tenantsOf(mail).isSubsetOf(new Set(['a', 'b'])));
  if (known.length === 0) return;
  const { from: address, ...picked } = random.pick(known);
  const [tenant = ''] = tenantsOf({ from: address, ...picked });
  world.faults.isOver = false;
  for (let trial = 0; trial < 5; trial += 1) if ((await world.call('eraser', { address, tenant })) === 'done') break;
  world.faults.isOver = true;
  if ((await world.call('eraser', { address, tenant })) !== 'done') verdict.stuck.push('an erasure does not end');
  const after = contentsOf(world);
  for (const mail of received.filter(({ from }) => from === address)) {
    const own = before.byKey.get(`MAIL#${mail.mailId} MAIL`);
    if (own?.state !== 'parsed') continue;
    const rows = rowsOf(own, before.byKey, before.rows);
    const copies = received.filter(({ mailId }) => before.byKey.get(`MAIL#${mailId} MAIL`)?.eventId === own.eventId);
    const isHeld = copies.some(({ mailId }) => heldByOf(before.byKey.get(`MAIL#${mailId} MAIL`)!) !== undefined);
    const isOnlyTheirs = copies.every((copy) => tenantsOf(copy).symmetricDifference(new Set([tenant])).size === 0);
    const isThere = after.objects.has(String(own.objectKey));
    if (isHeld && !isThere) verdict.lost.push(`${own.objectKey} is held, and was erased`);
    if (isHeld)
      for (const row of rows)
        if (!after.byKey.has(`${row.pk} ${row.sk}`)) verdict.lost.push(`${row.pk} ${row.sk} is held, and was erased`);
    if (!isHeld && isOnlyTheirs && isThere)
      verdict.wrong.push(`${own.objectKey} stays after the erasure of its sender`);
  }
}

const contentsOf = (world: World) => {
  const rows = world.dynamo.items(world.names[env.ledgerTable]!);
  return {
    rows,
    byKey: new Map(rows.map((row) => [`${row.pk} ${row.sk}`, row])),
    objects: new Set(world.s3.storedKeys(world.names[env.mailBucket]!)),
  };
};

/** Lets days pass in which nothing runs but retention: a lifecycle rule hides an object, and deletes it a week later. */
function passTime(world: World, days: number): void {
  for (const part of [days - 8, 8]) {
    world.scheduler.jump(part * dayMs);
    world.s3.expire(lifecycle);
    world.dynamo.expire();
  }
}
