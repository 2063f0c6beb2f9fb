import type { ReplayMark } from '../crm/replay-mark.ts';
import type { Delivery } from './delivery.ts';
import type { ReplayRefusal } from './replay-refusal.ts';

/** The result of handing a delivered event on once more. */
export type ResendResult =
  | { readonly kind: 'sent' }
  /** The connection has records of the mail, which a repetition would only find. */
  | { readonly kind: 'unchanged'; readonly reason: string }
  | ({ readonly kind: 'refused' } & ReplayRefusal)
  /** The connection cannot take it now. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly reason: string }
  /** The receiver refused this event. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Hands a delivered event on once more. */
export type ResendDelivery = (delivery: Delivery, mark: ReplayMark, leaseMs: number) => Promise<ResendResult>;
