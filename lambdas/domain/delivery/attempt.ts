import type { ErrorClass } from '../crm/outcome.ts';
import type { DeliveryMessage, Fate } from './delivery.ts';
import type { ParkReason } from './ledger.ts';

/** The source of the message, which decides how careful the attempt must be. */
export interface Attempt {
  /** Whether the queue may soon cease to offer the message. */
  readonly isLast: boolean;
  readonly leaseMs: number;
  /** A redrive holds the conversation's marker and replays its head. */
  readonly isReplay: boolean;
  /** The event as the message carried it; present only where it cannot be stale. */
  readonly sealedEvent?: Uint8Array;
  /** When the message was queued, epoch ms; absent in a redrive. */
  readonly queuedAt?: number;
  /** A person asked for this delivery, even if it was given up before. */
  readonly revives?: boolean;
}

/** The result of an attempt: it decides what the caller does with the message. */
export type DeliveryResult =
  /** Acknowledge: the delivery has its fate, or had it before. */
  | {
      readonly kind: 'settled';
      readonly fate: Fate;
      readonly how: 'now' | 'before';
      /** When its mail was received, ISO 8601 UTC; set when it was settled now. */
      readonly receivedAt?: string;
    }
  /** Acknowledge: it waits in its conversation, for redrive. */
  | {
      readonly kind: 'parked';
      readonly as: ParkReason['kind'];
      readonly reason: string;
      readonly errorClass?: ErrorClass;
    }
  /** Leave it on the queue for that long; `waits`: for its turn, nothing has failed. */
  | {
      readonly kind: 'retry';
      readonly afterMs: number;
      readonly reason: string;
      readonly waits?: true;
      readonly errorClass?: ErrorClass;
    }
  /** Acknowledge after putting it to the dead letters: there is nothing to deliver. */
  | { readonly kind: 'dead'; readonly reason: string };

export type DeliverEvent = (message: DeliveryMessage, attempt: Attempt) => Promise<DeliveryResult>;
