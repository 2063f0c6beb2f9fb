import { compact } from '../compact.ts';
import type { Attempt, DeliverEvent, DeliveryResult } from '../domain/delivery/attempt.ts';
import { type Delivery, type DeliveryId, deliveryMessageOf, groupOf, placeOf } from '../domain/delivery/delivery.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import {
  maxReplays,
  type ReopenableFate,
  type ReplayedDelivery,
  type ReplayReport,
  type ReplayRequest,
} from '../domain/delivery/redrive-report.ts';
import { refusalOf } from '../domain/delivery/replay-refusal.ts';
import type { ResendDelivery } from '../domain/delivery/resend.ts';
import type { Log } from '../domain/mail/log.ts';
import type { RedriveTime } from './replay-thread.ts';

interface ReplayDependencies {
  readonly ledger: Pick<Ledger, 'load' | 'reopen'>;
  readonly deliver: DeliverEvent;
  readonly resend: ResendDelivery;
  readonly audit: (request: ReplayRequest, report: ReplayReport, at: Date) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
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
 * A delivered mail stays as it is, unless the request is for what was delivered, too. A mail that waits in a conversation goes on waiting: a redrive takes it
 * in its order. Older mail goes first. Every replay, with its actor and its results, is appended to the audit record.
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
        ...(await replayOne(dependencies, loaded, time, request)),
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

type ReplayResult = Pick<ReplayedDelivery, 'result' | 'fate' | 'reason' | 'code'>;

/** The outside world of one replayed delivery. */
export type ReplayOneDependencies = Pick<ReplayDependencies, 'ledger' | 'deliver' | 'resend' | 'pause'>;

/** The choices of a request for each of its deliveries. */
type ReplayChoices = Pick<ReplayRequest, 'dryRun' | 'reopen' | 'marked'>;

/** Replays one delivery, or says why not. */
export async function replayOne(
  dependencies: ReplayOneDependencies,
  { delivery }: Pick<LoadedDelivery, 'delivery'>,
  time: RedriveTime,
  choices: ReplayChoices,
): Promise<ReplayResult> {
  if (delivery === undefined) return { result: 'unknown', reason: 'the ledger has no such delivery' };
  const { dryRun, reopen = [], marked } = choices;
  const refusal = marked && refusalOf(delivery, marked);
  if (refusal !== undefined) return { result: 'refused', ...refusal };
  const isReopened = delivery.state === 'done' && isReopenable(delivery, reopen);
  if (delivery.state === 'done' && !isReopened && marked === undefined)
    return compact({ result: 'unchanged', reason: delivery.erasedAt === undefined ? undefined : delivery.reason });
  if (delivery.state === 'pending') return { result: 'left', reason: delivery.reason ?? 'it is on its way' };
  if (dryRun) return { result: 'would-replay' };
  if (time.leftMs() <= 0) return { result: 'out-of-time', reason: 'ask again' };
  if (marked !== undefined && delivery.state === 'done') return resendInTurn(dependencies, delivery, marked, time);
  if (isReopened && !(await dependencies.ledger.reopen(delivery)))
    return { result: 'left', reason: 'somebody else is at work on it' };
  if (marked !== undefined) return reviveInTurn(dependencies, delivery, time);
  return resultOf(await dependencies.deliver(deliveryMessageOf(delivery), revival(time)));
}

const revival = ({ leaseMs }: RedriveTime): Attempt => ({ isLast: false, leaseMs, isReplay: true, revives: true });

/** Delivers a given-up mail, and waits for its turn at the connection when that comes soon. */
async function reviveInTurn(
  { deliver, pause }: ReplayOneDependencies,
  delivery: Delivery,
  time: RedriveTime,
): Promise<ReplayResult> {
  for (let tries = 1; ; tries += 1) {
    const result = await deliver(deliveryMessageOf(delivery), revival(time));
    const isOver = tries === maxTries;
    if (result.kind === 'parked' && result.as === 'buffered') return { result: 'later', reason: result.reason };
    if (result.kind !== 'retry') return resultOf(result);
    // A turn that is far away is that of the connection; anything else that failed three times is about this mail.
    if (isOver || result.afterMs > Math.min(longestWaitMs, time.leftMs()))
      return { result: result.waits ? 'later' : 'failed', reason: result.reason };
    await pause(result.afterMs);
  }
}

/** The longest wait for the next turn at a connection, in ms; a longer one is left for later. */
const longestWaitMs = 10_000;
/** How often a delivery is tried before it is left for later. */
const maxTries = 3;

/** Hands a delivered event on once more, and waits for its turn at the connection when that comes soon. */
async function resendInTurn(
  { resend, pause }: ReplayOneDependencies,
  delivery: Delivery,
  mark: NonNullable<ReplayRequest['marked']>,
  { leaseMs, leftMs }: RedriveTime,
): Promise<ReplayResult> {
  for (let tries = 1; ; tries += 1) {
    const result = await resend(delivery, mark, leaseMs);
    switch (result.kind) {
      case 'sent':
        return { result: 'resent', fate: 'delivered' };
      case 'later':
        if (tries === maxTries || result.afterMs > Math.min(longestWaitMs, leftMs()))
          return { result: 'later', reason: result.reason };
        await pause(result.afterMs);
        break;
      default: {
        const { kind, ...why } = result;
        return { result: kind, ...why };
      }
    }
  }
}

/** Mail of the suppression lane changes consent, and was never to be delivered. */
const isReopenable = ({ fate, lane }: Delivery, reopen: readonly ReopenableFate[]): boolean =>
  lane === 'conversation' && reopen.some((wanted) => wanted === fate);

function resultOf(result: DeliveryResult): ReplayResult {
  if (result.kind === 'settled') return { result: result.how === 'now' ? 'delivered' : 'unchanged', fate: result.fate };
  return { result: 'failed', reason: result.reason };
}
