import type { DeliveryMessage } from './delivery.ts';

/** A message in the dead-letter queue. */
export interface DeadLetter {
  readonly body: string;
  readonly handle: string;
}

export interface DeadLetterQueue {
  receive(): Promise<readonly DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
}

/** Parts of the message of a delivery beside its pointer. */
export interface DeliveryExtras {
  /** The place of the delivery in its conversation, as `placeOf` writes it. */
  readonly place?: string | undefined;
  /** A copy of the event, which goes along where the message stays small. */
  readonly sealedEvent?: Uint8Array | undefined;
}

export interface DeliveryQueues {
  sendDelivery(message: DeliveryMessage, extras?: DeliveryExtras): Promise<void>;
}

/** Takes messages that can never be handled, with the reason. */
export interface DeadLetters {
  put(body: string, reason: string): Promise<void>;
}
