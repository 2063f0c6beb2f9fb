import { createDeliveryBatchHandler, type DeliveryBatchOptions, leaseMsFor } from '../aws/delivery-batch.ts';
import type { DeliverEvent } from '../domain/deliver-event.ts';

export interface SinkDependencies extends Omit<DeliveryBatchOptions, 'stage' | 'settle'> {
  readonly deliver: DeliverEvent;
  /** Receives after which SQS gives a message up. */
  readonly maxReceiveCount: number;
}

/** Delivers each queued event to its CRM; a failure holds back its own conversation only. */
export const createSinkHandler = ({ deliver, maxReceiveCount, ...batch }: SinkDependencies) =>
  createDeliveryBatchHandler({
    ...batch,
    stage: 'sink',
    settle: (message, { attributes }, context) =>
      deliver(message, {
        // Early, for a receive can pass without this code ever seeing the message.
        isLast: Number(attributes.ApproximateReceiveCount) >= maxReceiveCount / 2,
        leaseMs: leaseMsFor(context),
        isReplay: false,
      }),
  });
