import { TransientError } from '../domain/errors.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import { createEventReader } from './event-reader.ts';
import type { EventSeal } from './event-seal.ts';
import { type GetObject, ObjectTooLargeError } from './s3-get-object.ts';
import type { TenantKeyReader } from './tenant-keys.ts';

/** In bytes of JSON: smaller events are held side by side, up to the ten that a batch may bring. */
export const largeEventBytes = 5 * 1024 * 1024;
/**
 * In ms: how long a delivery waits for its turn before it is offered again; the rest of the function's time is for the
 * delivery.
 */
const maxWaitMs = 10_000;

type EventReader = Pick<MailStore, 'getEvent'>;

/** Opens events: those that come with a message, and stored ones of tenants with a key of their own. */
interface Openers extends Pick<EventSeal, 'open'> {
  readonly tenantKeys: TenantKeyReader;
}

/** A lock that goes from one holder to the next. */
interface Turns {
  /** @returns gives the turn to the next @throws TransientError when the turn does not come in time */
  take(): Promise<() => void>;
}

function createTurns(waitMs: number): Turns {
  const waiting: Array<() => void> = [];
  let isHeld = false;
  const next = (): void => {
    const begin = waiting.shift();
    if (begin === undefined) isHeld = false;
    else begin();
  };
  return {
    async take() {
      if (isHeld) {
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(resolve), 1);
          reject(new TransientError('another large event is being delivered'));
        }, waitMs);
        waiting.push(resolve);
        await promise;
        clearTimeout(timer);
      }
      isHeld = true;
      return next;
    },
  };
}

/**
 * Reads events for deliveries that run side by side, a large one only while no other large one is held: in memory an event
 * is several times what it is in S3, and a function has memory for one of them. An event that came with its message is
 * small, and takes neither a turn nor a call.
 *
 * @returns runs a delivery with a reader of its own; an event that it reads counts until the delivery ends
 */
export function createEventTurns(
  getObject: GetObject,
  bucket: string,
  { open, tenantKeys }: Openers,
  waitMs = maxWaitMs,
) {
  const turns = createTurns(waitMs);
  return async <T>(deliver: (mail: EventReader) => Promise<T>, sealed?: Uint8Array): Promise<T> => {
    let release: (() => void) | undefined;
    const readInTurn: GetObject = async (name, key) => {
      if (release !== undefined) return getObject(name, key);
      try {
        return await getObject(name, key, largeEventBytes);
      } catch (error) {
        if (!(error instanceof ObjectTooLargeError)) throw error;
        release = await turns.take();
        return getObject(name, key);
      }
    };
    const stored = createEventReader(readInTurn, bucket, tenantKeys);
    const getEvent: EventReader['getEvent'] = async (eventId) =>
      (sealed && (await open(sealed, eventId))) ?? stored.getEvent(eventId);
    try {
      return await deliver({ getEvent });
    } finally {
      release?.();
    }
  };
}
