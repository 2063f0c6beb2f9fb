import { compact } from '../compact.ts';
import type { DeliverEvent, DeliveryResult } from '../domain/delivery/attempt.ts';
import { deliveryMessageOf, groupOf, placeOf } from '../domain/delivery/delivery.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import {
  maxReplays,
  type ReplayedDelivery,
  type ReplayReport,
  type ReplayRequest,
} from '../domain/delivery/redrive-report.ts';
import type { Log } from '../domain/mail/log.ts';
import type { RedriveTime } from './redrive.ts';

export interface ReplayDependencies {
  readonly ledger: Pick<Ledger, 'load'>;
  readonly deliver: DeliverEvent;
  readonly audit: (request: ReplayRequest, report: ReplayReport, at: Date) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
}

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
      const about = compact({ eventId, integration, before: delivery?.fate ? delivery.fate : undefined });
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
