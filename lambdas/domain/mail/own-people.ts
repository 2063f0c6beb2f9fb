import { addressOf, domainOf, normalizeAddress } from './address.ts';
import type { EmailReceived } from './event.ts';
import { type ProofPolicy, senderProofOf } from './sender-proof.ts';

/** The domains and forwarders that show a tenant's own people. */
export interface OwnPeople extends ProofPolicy {
  /** Domains of the tenant, in lower case. */
  readonly ownDomains: readonly string[];
}

/** Whether an address is of a domain of the tenant, or below one. The author of the mail may still be anybody. */
export function isOwnAddress(address: string, { ownDomains }: Pick<OwnPeople, 'ownDomains'>): boolean {
  const domain = domainOf(normalizeAddress(address)) ?? '';
  return ownDomains.some((own) => domain === own || domain.endsWith(`.${own}`));
}

/** Whether a mail proves that one of the tenant's own people wrote it. */
export const isOwnMail = (event: Pick<EmailReceived, 'message' | 'authentication'>, own: OwnPeople): boolean =>
  isOwnAddress(addressOf(event.message.from) ?? '', own) &&
  senderProofOf(event, own) === 'proven' &&
  !isFromList(event);

/**
 * Whether a list put its own address into From, as Google Groups and Mailman do where the sender's DMARC policy would
 * stop the mail: the list's domain is proven, and anybody wrote the rest.
 */
export function isFromList({ message: { from, headers } }: Pick<EmailReceived, 'message'>): boolean {
  const address = normalizeAddress(from?.address ?? '');
  return headers.some(({ name, value }) => {
    if (name === 'x-original-from') return true;
    if (name === 'list-post') return normalizeAddress(/<mailto:([^<>?]+)/i.exec(value)?.[1] ?? '') === address;
    return name === 'list-id' && /<([^<>]+)>/.exec(value)?.[1]?.toLowerCase() === address.replace('@', '.');
  });
}
