import { decodeDeliveryMessage, groupOf, placeOf } from '../domain/delivery/delivery.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import type { DeadLetter, DeadLetterQueue } from '../domain/delivery/queues.ts';
import type { Log } from '../domain/mail/log.ts';

export interface CollectDependencies {
  readonly deadLetters: DeadLetterQueue;
  readonly ledger: Pick<Ledger, 'load' | 'park'>;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Parks the messages that the queue gave up, each in its place in its conversation. A letter that cannot be parked stays in
 * the dead-letter queue: the next run tries it again, and one that cannot be read at all is for a person to look at.
 *
 * @returns how many were parked
 */
export async function collectDeadLetters(dependencies: CollectDependencies): Promise<number> {
  const { deadLetters, log } = dependencies;
  let collected = 0;
  for (let batch = await deadLetters.receive(); batch.length > 0; batch = await deadLetters.receive()) {
    for (const letter of batch) {
      try {
        const ending = await parkLetter(dependencies, letter);
        // A letter that cannot be removed is parked nonetheless, and the next run finds it parked already.
        if (ending === 'parked') collected += 1;
        if (ending !== 'unknown') await deadLetters.remove(letter);
      } catch (error) {
        log.error('redrive.letter', { error: error instanceof Error ? error.name : typeof error });
      }
    }
  }
  return collected;
}

/** @returns `settled` when the delivery has its fate or is parked already, `unknown` when the ledger does not have it */
async function parkLetter(
  { ledger, log, now }: CollectDependencies,
  letter: DeadLetter,
): Promise<'parked' | 'settled' | 'unknown'> {
  const message = decodeDeliveryMessage(letter.body);
  const group = groupOf(message);
  const { delivery } = await ledger.load(message, group);
  if (delivery === undefined) {
    // The letter has no delivery to replay: it stays, and the depth of the dead letters shows it.
    log.error('redrive.unknown', { eventId: message.eventId });
    return 'unknown';
  }
  if (delivery.state !== 'pending' || delivery.fate === 'parked') return 'settled';
  const why = { reason: 'dead letter: every receive failed', kind: 'poisoned', isHead: true } as const;
  await ledger.park(group, { place: placeOf(delivery), message }, why, now());
  return 'parked';
}
