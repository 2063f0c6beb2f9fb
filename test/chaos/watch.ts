import { readResources } from '../../local/wiring.ts';
import { AlarmHistory } from '../helpers/cloudwatch.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import { conversationMail, everything } from './traffic.ts';
import { World } from './world.ts';

const minuteMs = 60_000;

interface WatchOptions {
  /** Minutes without a fault before anything breaks. */
  readonly calm?: number;
  /** Minutes after the break. */
  readonly minutes: number;
  /** Sends a mail and an unsubscribe every minute; otherwise no mail is sent. */
  readonly hasTraffic?: boolean;
  readonly breaks?: (world: World) => void;
}

interface WatchReport {
  /** Alarms that rang before the break. */
  readonly before: readonly string[];
  /** Alarms that rang after the break, with the minute of their first ring. */
  readonly rang: ReadonlyMap<string, number>;
  /** Pages after the break, in the same form. */
  readonly paged: ReadonlyMap<string, number>;
  /** Pages before the break, including the first minutes of the stage. */
  readonly pagedBefore: readonly string[];
}

/**
 * Runs the whole deployment for a while, breaks something, and evaluates the template's own alarms every minute on the
 * metrics of the functions and queues.
 */
export async function watch({ calm = 10, minutes, hasTraffic = true, breaks }: WatchOptions): Promise<WatchReport> {
  const key = 'unique-a';
  const integrations = everything.integrations.filter((integration) => integration.key === key);
  const connections = { [key]: everything.connections[key]! };
  const world = new World({
    seed: 7,
    plan: {},
    integrations: { connections, integrations },
    fifoDispatch: true,
    recordsMetrics: true,
  });
  await world.configure();
  const resources = readResources('http://sqs.simulated', await localTemplates());
  const history = new AlarmHistory(resources);
  const before = new Set<string>();
  const rang = new Map<string, number>();
  const paged = new Map<string, number>();
  const pagedBefore = new Set<string>();

  for (let minute = 1; minute <= calm + minutes; minute += 1) {
    if (minute === calm + 1) breaks?.(world);
    if (hasTraffic) send(world, key, minute);
    await world.run(() => false, minuteMs);
    world.measureQueues();
    world.measureFunctions();
    // No alarm looks back further than 90 minutes.
    const from = world.scheduler.now - 90 * minuteMs;
    const recent = world.metrics.filter(({ at }) => at >= from);
    const { ringing, calling } = history.evaluate(recent, world.scheduler.now + 1);
    for (const id of calling) {
      if (minute <= calm) pagedBefore.add(id);
      else if (!paged.has(id)) paged.set(id, minute - calm);
    }
    // A new deployment has no metrics before its first heartbeats.
    if (minute <= 3) continue;
    for (const id of ringing) {
      if (minute <= calm) before.add(id);
      else if (!rang.has(id)) rang.set(id, minute - calm);
    }
  }
  return { before: [...before], rang, paged, pagedBefore: [...pagedBefore] };
}

function send(world: World, key: string, minute: number): void {
  const to = `${key}@inbound.example`;
  const from = `person${minute}@company${minute}.example`;
  world.receive(conversationMail(`w${minute}`, from, minute, 0, to), from, [to]);
  const leaver = `leaver${minute}@company.example`;
  const raw = [
    `From: ${leaver}`,
    `To: ${to}`,
    'Subject: unsubscribe',
    `Message-ID: <leave-${minute}@company.example>`,
    '',
    'unsubscribe',
    '',
  ].join('\r\n');
  world.receive(Buffer.from(raw), leaver, [to]);
}
