import type { DeliverEvent, DeliveryResult } from './deliver-event.ts';
import { type DeliveryId, deliveryMessageOf, type Fate, groupOf, placeOf } from './delivery.ts';
import type { Ledger, Log } from './ports.ts';
import type { RedriveTime } from './redrive.ts';

/** Deliveries that a person wants delivered again. */
export interface ReplayRequest {
  readonly replay: readonly DeliveryId[];
  readonly dryRun?: boolean;
  /** Who asked, for the audit record. */
  readonly actor: string;
}

/** What became of one of them. */
export interface ReplayedDelivery extends DeliveryId {
  /** Its fate before; absent while it was on its way. */
  readonly before?: Fate;
  /** `unchanged`: it was delivered already. `left`: it is on its way, or waits in its conversation. */
  readonly result: 'delivered' | 'unchanged' | 'left' | 'failed' | 'unknown' | 'would-replay' | 'out-of-time';
  readonly fate?: Fate;
  readonly reason?: string;
}

export interface ReplayReport {
  readonly dryRun: boolean;
  readonly deliveries: readonly ReplayedDelivery[];
}

export interface ReplayDependencies {
  readonly ledger: Pick<Ledger, 'load'>;
  readonly deliver: DeliverEvent;
  readonly audit: (request: ReplayRequest, report: ReplayReport, at: Date) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
}

/** The most deliveries of one call: what a function does in its time, and an audit record holds. */
export const maxReplays = 100;

/**
 * Delivers once more what somebody had given up, through the code that the queue uses.
 *
 * What is delivered stays as it is, and what waits in a conversation waits: a redrive takes it in its order. Older
 * mail goes first. Every replay, with who asked and what came of it, is appended to the audit record.
 */
export function createReplay({ ledger, deliver, audit, log, now }: ReplayDependencies) {
  return async (request: ReplayRequest, { leaseMs, leftMs }: RedriveTime): Promise<ReplayReport> => {
    const dryRun = request.dryRun ?? false;
    const loaded = [];
    for (const id of request.replay.slice(0, maxReplays)) {
      const { delivery } = await ledger.load(id, groupOf({ ...id, threadKey: '' }));
      loaded.push({ id, delivery, place: delivery === undefined ? '' : placeOf(delivery) });
    }
    const deliveries: ReplayedDelivery[] = [];
    for (const { id, delivery } of loaded.toSorted((a, b) => (a.place < b.place ? -1 : 1))) {
      const { eventId, integration } = id;
      const about = { eventId, integration, ...(delivery?.fate && { before: delivery.fate }) };
      if (delivery === undefined)
        deliveries.push({ ...about, result: 'unknown', reason: 'the ledger has no such delivery' });
      else if (delivery.state === 'done') deliveries.push({ ...about, result: 'unchanged' });
      else if (delivery.state === 'pending')
        deliveries.push({ ...about, result: 'left', reason: delivery.reason ?? 'it is on its way' });
      else if (dryRun) deliveries.push({ ...about, result: 'would-replay' });
      else if (leftMs() <= 0) deliveries.push({ ...about, result: 'out-of-time', reason: 'ask again' });
      else {
        const attempt = { isLast: false, leaseMs, isReplay: true, revives: true };
        deliveries.push({ ...about, ...resultOf(await deliver(deliveryMessageOf(delivery), attempt)) });
      }
    }
    const report = { dryRun, deliveries };
    if (!dryRun) await audit(request, report, now());
    log.info('replay.done', { dryRun, deliveries: deliveries.length, actor: request.actor });
    return report;
  };
}

function resultOf(result: DeliveryResult): Pick<ReplayedDelivery, 'result' | 'fate' | 'reason'> {
  if (result.kind === 'settled') return { result: result.how === 'now' ? 'delivered' : 'unchanged', fate: result.fate };
  return { result: 'failed', reason: result.reason };
}
