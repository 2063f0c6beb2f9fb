import { compact } from '../compact.ts';
import type { DeliverEvent, DeliveryResult } from '../domain/delivery/attempt.ts';
import { type Delivery, type DeliveryId, deliveryMessageOf, groupOf, placeOf } from '../domain/delivery/delivery.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import {
  maxReplays,
  type ReopenableFate,
  type ReplayedDelivery,
  type ReplayReport,
  type ReplayRequest,
} from '../domain/delivery/redrive-report.ts';
import type { Log } from '../domain/mail/log.ts';
import type { RedriveTime } from './replay-thread.ts';

interface ReplayDependencies {
  readonly ledger: Pick<Ledger, 'load' | 'reopen'>;
  readonly deliver: DeliverEvent;
  readonly audit: (request: ReplayRequest, report: ReplayReport, at: Date) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
}

/** A delivery that the request names, as the ledger has it. */
interface LoadedDelivery {
  readonly id: DeliveryId;
  readonly delivery: Delivery | undefined;
}

/**
 * Delivers given-up deliveries once more, through the code that the queue uses, and those that were kept out by a fate that the
 * request takes back.
 *
 * A delivered mail stays as it is, and a mail that waits in a conversation goes on waiting: a redrive takes it in its
 * order. Older mail goes first. Every replay, with its actor and its results, is appended to the audit record.
 */
export function createReplay(dependencies: ReplayDependencies) {
  const { audit, log, now } = dependencies;
  return async function replay(request: ReplayRequest, time: RedriveTime): Promise<ReplayReport> {
    const dryRun = request.dryRun ?? false;
    const deliveries: ReplayedDelivery[] = [];
    for (const loaded of await loadOldestFirst(dependencies, request.replay.slice(0, maxReplays))) {
      const { eventId, integration } = loaded.id;
      const before = loaded.delivery?.fate;
      deliveries.push({
        ...compact({ eventId, integration, before }),
        ...(await replayOne(dependencies, loaded, time, { dryRun, reopen: request.reopen ?? [] })),
      });
    }
    const report = { dryRun, deliveries };
    if (!dryRun) await audit(request, report, now());
    log.info('replay.done', { dryRun, deliveries: deliveries.length, actor: request.actor });
    return report;
  };
}

async function loadOldestFirst({ ledger }: ReplayDependencies, ids: readonly DeliveryId[]): Promise<LoadedDelivery[]> {
  const loaded = [];
  for (const id of ids) {
    const { delivery } = await ledger.load(id, groupOf({ ...id, threadKey: '' }));
    loaded.push({ id, delivery, place: delivery === undefined ? '' : placeOf(delivery) });
  }
  return loaded.toSorted((a, b) => (a.place < b.place ? -1 : 1));
}

type ReplayResult = Pick<ReplayedDelivery, 'result' | 'fate' | 'reason'>;

async function replayOne(
  { ledger, deliver }: ReplayDependencies,
  { delivery }: LoadedDelivery,
  { leaseMs, leftMs }: RedriveTime,
  { dryRun, reopen }: { readonly dryRun: boolean; readonly reopen: readonly ReopenableFate[] },
): Promise<ReplayResult> {
  if (delivery === undefined) return { result: 'unknown', reason: 'the ledger has no such delivery' };
  const isReopened = delivery.state === 'done' && isReopenable(delivery, reopen);
  if (delivery.state === 'done' && !isReopened)
    return compact({ result: 'unchanged', reason: delivery.erasedAt === undefined ? undefined : delivery.reason });
  if (delivery.state === 'pending') return { result: 'left', reason: delivery.reason ?? 'it is on its way' };
  if (dryRun) return { result: 'would-replay' };
  if (leftMs() <= 0) return { result: 'out-of-time', reason: 'ask again' };
  if (isReopened && !(await ledger.reopen(delivery)))
    return { result: 'left', reason: 'somebody else is at work on it' };
  const attempt = { isLast: false, leaseMs, isReplay: true, revives: true };
  return resultOf(await deliver(deliveryMessageOf(delivery), attempt));
}

/** Mail of the suppression lane changes consent, and was never to be delivered. */
const isReopenable = ({ fate, lane }: Delivery, reopen: readonly ReopenableFate[]): boolean =>
  lane === 'conversation' && reopen.some((wanted) => wanted === fate);

function resultOf(result: DeliveryResult): ReplayResult {
  if (result.kind === 'settled') return { result: result.how === 'now' ? 'delivered' : 'unchanged', fate: result.fate };
  return { result: 'failed', reason: result.reason };
}
