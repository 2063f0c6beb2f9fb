import type { Integration } from '../configuration/integration.ts';
import { normalizeAddress } from '../mail/address.ts';
import type { RoutedEvent } from '../mail/event.ts';

/** Whether a mail is one that we sent ourselves: nobody writes from the sender address of our own confirmations. */
export function isOwnConfirmation({ message }: RoutedEvent, { consent }: Pick<Integration, 'consent'>): boolean {
  const own = consent?.confirmation?.from;
  const from = message.from?.address;
  return own !== undefined && from !== undefined && normalizeAddress(from) === normalizeAddress(bareAddress(own));
}

/** The address of `Name <address>`. */
const bareAddress = (sender: string): string => /<([^<>]+)>$/.exec(sender.trimEnd())?.[1] ?? sender;
