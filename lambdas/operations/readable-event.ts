import type { EmailReceived } from '../domain/mail/event.ts';
import { isDenied } from './denied.ts';

/** An event as far as the caller may read it. */
interface ReadableEvent {
  /** Absent where the event is gone, or hidden. */
  readonly event?: EmailReceived;
  /** Whether the caller has no right to read mail: a viewer sees fates and records alone. */
  readonly isHidden: boolean;
}

/** Reads an event for a verb that works without it, too. */
export async function readableEvent(
  store: { readonly getEvent: (eventId: string) => Promise<EmailReceived | undefined> },
  eventId: string,
): Promise<ReadableEvent> {
  try {
    const event = await store.getEvent(eventId);
    return event === undefined ? { isHidden: false } : { event, isHidden: false };
  } catch (error) {
    if (!isDenied(error)) throw error;
    return { isHidden: true };
  }
}
