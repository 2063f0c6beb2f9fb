import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { type Delivery, deliveryMessageOf } from '../../lambdas/domain/delivery/delivery.ts';
import { env } from '../../lambdas/env.ts';
import { check, isClean, type Verdict } from './check.ts';
import { drawPlan, type FaultCounts, type FaultPlan } from './faults.ts';
import {
  arrangeHolds,
  checkErasure,
  checkHolds,
  checkOpenWork,
  checkRetention,
  placeAgain,
  type ReceivedMail,
  tidyHolds,
} from './legal-holds.ts';
import { createRandom } from './random.ts';
import type { CallHooks } from './services/lambda.ts';
import { checkStreams } from './stream-check.ts';
import { drawIntegrations, drawTraffic, type SimulatedMail } from './traffic.ts';
import { type Mutation, World } from './world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export interface RunOptions {
  readonly seed: number;
  readonly mutation?: Mutation;
  readonly keepsTrace?: boolean;
  readonly hooks?: CallHooks;
  /** Replaces the fault plan that the seed draws, for a smaller run of the same seed. */
  readonly plan?: FaultPlan;
  /** Replaces the mails that the seed draws. */
  readonly scenario?: { readonly integrations: IntegrationsFile; readonly mails: readonly SimulatedMail[] };
  /** Follows the streams of the tables, and checks the audit trail and the feed that come of them. */
  readonly withStreams?: boolean;
  /** Restricts the traffic to these mails. */
  readonly only?: readonly string[];
}

export interface RunResult {
  readonly seed: number;
  readonly verdict: Verdict;
  readonly isClean: boolean;
  readonly faults: FaultCounts;
  readonly plan: FaultPlan;
  readonly mails: readonly string[];
  readonly calls: number;
  readonly traceLines: readonly string[];
}

/** Runs mail and faults for about an hour, then without faults until everything has come to rest, then the check. */
export async function runSimulation(options: RunOptions): Promise<RunResult> {
  const draw = createRandom(options.seed);
  const plan = options.plan ?? drawPlan(draw);
  const integrations = options.scenario?.integrations ?? drawIntegrations(draw);
  // A small receive count makes dead letters as frequent as an outage of weeks would.
  const maxReceiveCount = draw.pick([12, 20, undefined]);
  const world = new World({
    seed: options.seed,
    plan,
    integrations,
    ...(maxReceiveCount && { maxReceiveCount }),
    ...(options.mutation && { mutation: options.mutation }),
    ...(options.hooks && { hooks: options.hooks }),
    ...(options.withStreams && { withStreams: true }),
    withoutHeartbeat: options.scenario !== undefined,
    keepsTrace: options.keepsTrace ?? false,
  });
  await world.configure();
  const traffic =
    options.scenario?.mails ??
    drawTraffic(draw, world.faults, {
      conversations: 1 + draw.below(5),
      maxTurns: 5,
      spanMs: 20 * minuteMs,
      integrations: integrations.integrations,
    });
  const mails = traffic.filter(({ name }) => options.only?.includes(name) ?? true);
  const exemptions = new Map<string, string>();
  const received: ReceivedMail[] = [];
  for (const mail of mails) arrange(world, mail, draw, { exemptions, received });
  // Numbers of their own: the other draws of a seed stay what they are.
  const holds = arrangeHolds(world, createRandom(options.seed ^ 0x2c1b3c6d), options.scenario ? [] : mails);
  arrangeTroubles(world, draw, Object.keys(integrations.connections));

  await world.run(() => false, 30 * minuteMs);
  if (world.faults.strikes('retention-passed')) {
    world.trace('nothing runs for fifteen days');
    // A receipt that expired unread is lost, and with it the Bcc recipients.
    for (const mail of mails) for (const recipients of mail.transactions) forget(mail, recipients, exemptions);
    await world.sleep(15 * dayMs);
  }
  await world.run(() => false, 30 * minuteMs);
  const openWork: Verdict = { lost: [], duplicated: [], inverted: [], stuck: [], wrong: [] };
  checkOpenWork(world, openWork);
  world.faults.isOver = true;
  world.trace('good weather from here on');
  for (const { name, poison } of mails) if (poison === 'corrected') world.crm.poisoned.delete(`mail ${name}`);
  await world.call('redrive', { actor: 'somebody' });
  await skipPoisoned(world, mails, exemptions);
  for (let day = 0; day < 4 && !isAtRest(world); day += 1) await world.run(() => isAtRest(world), dayMs);
  await world.run(() => holds.underWay === 0, dayMs);
  const verdict = check(world, mails, exemptions);
  verdict.lost.push(...openWork.lost);
  if (options.withStreams) await checkStreams(world, verdict);
  if (options.scenario === undefined) {
    if (holds.underWay > 0) verdict.stuck.push('a hold is still being placed or released');
    if (world.faults.counts['retention-passed'] !== undefined) await placeAgain(world, holds);
    if (holds.planned.length > holds.inForce.size) await tidyHolds(world);
    checkHolds(world, holds, received, verdict);
    await checkErasure(world, createRandom(options.seed ^ 0x7f4a7c15), received, verdict);
    await checkRetention(world, holds, received, verdict);
  }
  return {
    seed: options.seed,
    verdict,
    isClean: isClean(verdict),
    faults: world.faults.counts,
    plan,
    mails: mails.map(({ name }) => name),
    calls: [...world.lambda.calls.values()].reduce((sum, count) => sum + count, 0),
    traceLines: world.traceLines,
  };
}

/** Exempts all recipients of a lost envelope but the first: SES names only that one in the mail itself. */
function forget({ name }: SimulatedMail, recipients: readonly string[], exemptions: Map<string, string>): void {
  for (const recipient of recipients.slice(1)) exemptions.set(`${name} ${recipient.split('@')[0]}`, 'unknown');
}

/** Schedules the arrival of a mail, in one transaction or several. */
function arrange(
  world: World,
  mail: SimulatedMail,
  draw: ReturnType<typeof createRandom>,
  { exemptions, received }: { readonly exemptions: Map<string, string>; readonly received: ReceivedMail[] },
): void {
  if (mail.poison !== undefined) world.crm.poisoned.add(`mail ${mail.name}`);
  let at = mail.at;
  for (const recipients of mail.transactions) {
    world.scheduler.after(at, () => {
      const mailId = world.receive(mail.raw, mail.from, recipients, mail.dmarc);
      received.push({ mailId, from: mail.from, recipients, receivedAt: world.scheduler.now });
      if (!world.unknownEnvelopes.has(mailId)) return;
      forget(mail, recipients, exemptions);
    });
    at += draw.below(30_000);
  }
}

/** Schedules the faults beside the mail: outages, malformed messages, redrives at the wrong moment. */
function arrangeTroubles(world: World, draw: ReturnType<typeof createRandom>, connections: readonly string[]): void {
  const { faults, scheduler } = world;
  for (const connection of connections) {
    const kind = faults.strikes('crm-outage')
      ? 'down'
      : faults.strikes('crm-misconfigured')
        ? 'misconfigured'
        : undefined;
    const from = scheduler.now + draw.below(30 * minuteMs);
    if (kind !== undefined) world.crm.outages.set(connection, { from, until: from + draw.below(40 * minuteMs), kind });
  }
  const send = (MessageBody: string): void =>
    void world.queue('deliveriesQueueUrl').execute('SendMessageCommand', {
      MessageBody,
      MessageGroupId: 'stray',
      MessageDeduplicationId: MessageBody,
    });
  if (faults.strikes('malformed-message')) scheduler.after(draw.below(hourMs), () => send('{"schema":'));
  if (faults.strikes('malformed-receipt'))
    scheduler.after(draw.below(hourMs), () => {
      world.queue('inboxQueueUrl').execute('SendMessageCommand', { MessageBody: 'no receipt' });
    });
  if (faults.strikes('unknown-schema')) {
    const message = { schema: 'delivery/9', eventId: 'evt_x', integration: 'unique-a', threadKey: 't' };
    scheduler.after(draw.below(hourMs), () => send(JSON.stringify(message)));
  }
  if (faults.strikes('missing-object')) {
    const message = deliveryMessageOf({ eventId: 'evt_nowhere', integration: 'unique-a', threadKey: 't' });
    scheduler.after(draw.below(hourMs), () => send(JSON.stringify(message)));
  }
  if (faults.strikes('redrive-during-traffic')) {
    for (let times = 1 + draw.below(5); times > 0; times -= 1)
      scheduler.after(draw.below(hourMs), () => void world.invoke('redrive', { actor: 'somebody' }));
  }
}

/** Skips the deliveries that can never succeed, as a person would. */
async function skipPoisoned(
  world: World,
  mails: readonly SimulatedMail[],
  exemptions: Map<string, string>,
): Promise<void> {
  const names = mails.filter(({ poison }) => poison === 'skipped');
  for (const { name, integrations } of names)
    for (const key of integrations) exemptions.set(`${name} ${key}`, 'skipped');
  if (names.length === 0) return;
  // An event can be skipped only at the head of its conversation, after those before it are delivered.
  for (let round = 0; round < 30; round += 1) {
    for (const eventId of parkedPoison(world, names)) {
      await world.call('redrive', { skip: eventId, actor: 'somebody' });
    }
    await world.run(() => isAtRest(world), hourMs);
    if (isAtRest(world)) return;
  }
}

/** Returns the poisoned events that wait in a parked conversation. */
function parkedPoison(world: World, names: readonly SimulatedMail[]): string[] {
  const bucket = world.s3.bucket(world.names[env.mailBucket]!);
  const rows = world.dynamo.items(world.names[env.ledgerTable]!);
  const parked = rows.filter(
    ({ sk, fate }) => String(sk).startsWith('DELIVERY#') && fate === 'parked',
  ) as unknown as Delivery[];
  return parked.flatMap(({ eventId }) => {
    const stored = bucket.get(`events/${eventId}.json`);
    const { message } = JSON.parse(stored?.body.toString('utf8') ?? '{}') as { message?: { subject?: string } };
    return names.some(({ name }) => message?.subject === `mail ${name}`) ? [eventId] : [];
  });
}

/** Tells whether nothing is in flight: idle queues, nothing pending, nothing parked. */
function isAtRest(world: World): boolean {
  if (!world.isIdle) return false;
  const rows = world.dynamo.items(world.names[env.ledgerTable]!);
  if (rows.some(({ pendingShard, sk, circuit }) => pendingShard !== undefined || sk === 'MARKER' || circuit === 'open'))
    return false;
  if (world.dynamo.items(world.names[env.consentTable]!).some(({ pendingShard }) => pendingShard !== undefined))
    return false;
  const seen = new Set(rows.filter(({ sk }) => sk === 'MAIL').map(({ mailId }) => `inbound/${mailId}`));
  return [...world.s3.bucket(world.names[env.mailBucket]!).keys()].every(
    (key) => !key.startsWith('inbound/') || seen.has(key),
  );
}
