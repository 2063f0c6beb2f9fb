import type { DeliveryResult } from '../domain/delivery/attempt.ts';
import type { Platform } from './platform.ts';

/** Measures each attempt at a CRM, and its end. @returns takes the result and when its message was queued, epoch ms */
export function createDeliveryMetrics({ putMetric, now }: Pick<Platform, 'putMetric' | 'now'>) {
  return (result: DeliveryResult, queuedAt: number): void => {
    const errorClass = 'errorClass' in result ? result.errorClass : undefined;
    if (errorClass !== undefined) putMetric('crmErrors', 1, { class: errorClass });
    if (result.kind === 'settled') putMetric('dedupRate', result.how === 'before' ? 1 : 0, {});
    const isDelivered = result.kind === 'settled' && result.how === 'now' && result.fate === 'delivered';
    if (errorClass !== undefined || isDelivered) putMetric('crmErrorRate', errorClass === undefined ? 0 : 1, {});
    if (!isDelivered) return;
    putMetric('parseToCrm', Math.max(0, now().getTime() - queuedAt), {});
    if (result.receivedAt !== undefined)
      putMetric('delivery', Math.max(0, now().getTime() - Date.parse(result.receivedAt)), {});
  };
}
