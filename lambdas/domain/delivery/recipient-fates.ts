import { compact } from '../../compact.ts';
import type { Delivery, Fate } from './delivery.ts';
import type { MailRecord } from './ledger.ts';

/** The fate of one mail for one envelope recipient. */
export interface RecipientFate {
  readonly recipient: string;
  readonly integration?: string;
  /** Absent while the delivery is on its way. */
  readonly fate?: Fate;
  readonly reason?: string;
  readonly delivery?: Delivery;
}

/**
 * Lists the fates of one mail. A recipient has no delivery when the ledger has none for its integration, which is the loss
 * that an audit looks for.
 */
export function recipientFates(mail: MailRecord, deliveries: readonly Delivery[]): RecipientFate[] {
  return mail.recipients.map(({ address, integration }): RecipientFate => {
    if (mail.state === 'quarantined') {
      return compact({ recipient: address, fate: 'quarantined', reason: mail.reason });
    }
    if (integration === undefined)
      return { recipient: address, fate: 'unrouted', reason: 'no integration has this address' };
    const delivery = deliveries.find((candidate) => candidate.integration === integration);
    return compact({
      recipient: address,
      integration,
      delivery,
      fate: delivery?.fate,
      reason: delivery?.reason,
    });
  });
}
