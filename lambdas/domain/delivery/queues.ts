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

export interface DeliveryQueues {
  /** @param sealedEvent a copy of the event, which goes along where the message stays small */
  sendDelivery(message: DeliveryMessage, sealedEvent?: Uint8Array): Promise<void>;
}

/** Takes messages that can never be handled, with the reason. */
export interface DeadLetters {
  put(body: string, reason: string): Promise<void>;
}
