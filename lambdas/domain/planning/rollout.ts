import type { Integration } from '../configuration/integration.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { normalizeAddress } from '../mail/address.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { sha256 } from '../mail/identity.ts';

/**
 * Whether a delivery may be live by its row in the ledger: by share and by mailbox. The share is drawn per conversation,
 * so that a conversation is in the CRM as a whole or not at all; a larger share keeps everybody who was live before.
 */
export function isRolledOut(
  { mode, rollout, key }: Integration,
  delivery: Pick<Delivery, 'threadKey' | 'recipients'>,
): boolean {
  if (mode === 'live') return true;
  if (mode === 'off' || rollout === undefined) return false;
  const { percent, mailboxes } = rollout;
  const place = Number.parseInt(sha256('rollout', key, delivery.threadKey).slice(0, 8), 16) / 2 ** 32;
  return (
    (percent === undefined || place * 100 < percent) &&
    (mailboxes === undefined || delivery.recipients.some((recipient) => mailboxes.includes(recipient.toLowerCase())))
  );
}

/** Whether a delivery is live by its sender, too, which only the event names. */
export function isSenderRolledOut({ mode, rollout }: Integration, { message }: Pick<RoutedEvent, 'message'>): boolean {
  const senders = mode === 'live' ? undefined : rollout?.senders;
  if (senders === undefined) return true;
  const address = normalizeAddress(message.from?.address ?? '');
  return senders.some((sender) => (sender.startsWith('@') ? address.endsWith(sender) : address === sender));
}
