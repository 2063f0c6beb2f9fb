import type { DeliveryId } from './delivery.ts';

/** The names of everything that is kept of one mail: a hold is put on all of it. */
export interface HeldMail {
  readonly mailId: string;
  /** The raw mail. */
  readonly objectKey: string;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
  /** Whether its receipt is an object of its own. */
  readonly hasReceipt: boolean;
  /** Absent for mail that could not be read. */
  readonly event?: HeldEvent;
}

/** The part that copies of a mail share. */
interface HeldEvent {
  readonly eventId: string;
  readonly externalId: string;
  readonly messageId?: string;
  /** Keys of its attachments. */
  readonly attachments: readonly string[];
  readonly deliveries: readonly DeliveryId[];
  /** Its place in the conversations of each tenant. */
  readonly conversations: ReadonlyArray<{
    readonly tenant: string;
    /** Message-IDs and marks, as the thread index spells them. */
    readonly ids: readonly string[];
    /** Keys of the conversation, before and after merges. */
    readonly threads: readonly string[];
  }>;
}

/** Everything that is kept of a mail, under holds or free of them. */
export interface HoldKeeper {
  /** Puts holds on it; a repetition changes nothing. @returns the number of objects that were locked */
  put(mail: HeldMail, holds: readonly string[]): Promise<number>;
  /** Takes a hold off; what other holds are on stays. @returns the number of objects that were unlocked */
  take(mail: HeldMail, hold: string): Promise<number>;
}
