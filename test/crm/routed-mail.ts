import type { EmailReceived, RoutedEvent } from '../../lambdas/domain/mail/event.ts';
import { routeEvent } from '../../lambdas/domain/planning/route-event.ts';
import { aDelivery } from '../helpers/builders.ts';

/** A mail on its way to an integration. */
export const routedMail = (event: EmailReceived): RoutedEvent => routeEvent(event, aDelivery(event));
