import { decodeDeliveryMessage, groupOf, placeOf } from '../domain/delivery/delivery.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import type { DeadLetterQueue } from '../domain/delivery/queues.ts';
import type { Log } from '../domain/mail/log.ts';

export interface CollectDependencies {
  readonly deadLetters: DeadLetterQueue;
  readonly ledger: Pick<Ledger, 'load' | 'park'>;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Takes what the queue gave up to its conversation, in its place; what cannot be read stays for a person to look at.
 *
 * @returns how many were parked
 */
export async function collectDeadLetters({ deadLetters, ledger, log, now }: CollectDependencies): Promise<number> {
  let collected = 0;
  for (let batch = await deadLetters.receive(); batch.length > 0; batch = await deadLetters.receive()) {
    for (const letter of batch) {
      try {
        const message = decodeDeliveryMessage(letter.body);
        const { delivery } = await ledger.load(message, groupOf(message));
        if (delivery === undefined) {
          // Nothing could be replayed: it stays, and the depth of the dead letters says so.
          log.error('redrive.unknown', { eventId: message.eventId });
          continue;
        }
        if (delivery.state === 'pending' && delivery.fate !== 'parked') {
          await ledger.park(
            groupOf(message),
            { place: placeOf(delivery), message },
            { reason: 'dead letter: every receive failed', kind: 'poisoned', isHead: true },
            now(),
          );
          collected += 1;
        }
        await deadLetters.remove(letter);
      } catch (error) {
        // It stays in the dead-letter queue: the next run tries it again, and what cannot be read at all a person has
        // to look at.
        log.error('redrive.letter', { error: (error as Error).name });
      }
    }
  }
  return collected;
}
