import { createDeliveryBatchHandler, type DeliveryBatchOptions, leaseMsFor } from '../aws/delivery-batch.ts';
import type { DeliveryResult } from '../domain/deliver-event.ts';
import type { DeliveryMessage } from '../domain/delivery.ts';

export interface SuppressHandlerDependencies extends Omit<DeliveryBatchOptions, 'stage' | 'settle'> {
  readonly suppress: (message: DeliveryMessage, leaseMs: number) => Promise<DeliveryResult>;
}

/** Makes each suppression effective in the consent table. */
export const createSuppressHandler = ({ suppress, ...batch }: SuppressHandlerDependencies) =>
  createDeliveryBatchHandler({
    ...batch,
    stage: 'suppress',
    settle: (message, _record, context) => suppress(message, leaseMsFor(context)),
  });
