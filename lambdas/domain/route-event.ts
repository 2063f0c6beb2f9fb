import type { Delivery } from './delivery.ts';
import type { EmailReceived, RoutedEvent } from './event.ts';

/**
 * The event as one integration may see it: its own recipients (another tenant may have been in Bcc), its own
 * thread and route.
 */
export function routeEvent(
  event: EmailReceived,
  delivery: Pick<Delivery, 'recipients' | 'threadKey' | 'matchedBy' | 'integration' | 'token'>,
): RoutedEvent {
  return {
    ...event,
    envelope: { ...event.envelope, rcptTo: delivery.recipients.toSorted() },
    thread: {
      key: delivery.threadKey,
      matchedBy: delivery.matchedBy as RoutedEvent['thread']['matchedBy'],
      confidence: 1,
    },
    route: { integration: delivery.integration, ...(delivery.token && { token: delivery.token }) },
  };
}
