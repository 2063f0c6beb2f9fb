import type { Integration } from '../configuration/integration.ts';
import { addressOf, normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { isFreeMail } from '../mail/free-mail.ts';
import { isListed } from '../mail/sender-list.ts';
import { senderProofOf } from '../mail/sender-proof.ts';
import { trustOf } from '../understanding/trust.ts';
import type { Standing } from './signals.ts';

/**
 * An integration with the blocked senders of all integrations of its tenant. Consent belongs to the tenant: a sender that
 * one integration blocks must not make anybody unmailable through another.
 */
export function withTenantBlocks<I extends Pick<Integration, 'tenant' | 'trust'>>(
  integration: I,
  all: readonly Pick<Integration, 'tenant' | 'trust'>[],
): I {
  const block = all.flatMap(({ tenant, trust }) => (tenant === integration.tenant ? (trust?.block ?? []) : []));
  if (block.length === 0) return integration;
  const { trust = { ownDomains: [], allow: [], below: 20, action: 'tag' as const } } = integration;
  return { ...integration, trust: { ...trust, block: [...new Set(block)] } };
}

/** Undefined: proven. */
type Judged = Standing | undefined;

/**
 * Judges how far a mail is believed about its own sender.
 *
 * A proven sender counts in full, however little the mail is trusted otherwise: nobody may be kept from leaving. An
 * unproven sender stops marketing and sales until somebody takes that back, unless the tenant keeps mail of that sender, or
 * with so little trust, out. A sender that is proven false counts for nothing.
 */
export function statementStanding(event: EmailReceived, { trust }: Pick<Integration, 'trust'>): Judged {
  const proof = senderProofOf(event, trust);
  if (proof === 'proven') return undefined;
  return proof === 'false' || isBlocked(event, trust) || isQuarantined(event, trust) ? 'noted' : 'unproven';
}

/**
 * Judges how far a mail is believed about somebody else: a bounce or a complaint counts where evidence beside the mail shows
 * that its author could know.
 *
 * @param hasEvidence it names a mail of ours that went to the address, or came back by our signed return path
 */
export function reportStanding(
  event: EmailReceived,
  { trust, consent }: Pick<Integration, 'trust' | 'consent'>,
  hasEvidence: boolean,
): Judged {
  const proof = senderProofOf(event, trust);
  if (proof === 'false' || isBlocked(event, trust)) return 'noted';
  return hasEvidence || (proof === 'proven' && isFromAny(event, consent?.evidence ?? [])) ? undefined : 'hint';
}

/** Local parts that report at a provider of public mailboxes (`staff`: Microsoft's JMRP); anybody can have another one. */
const mailers = ['mailer-daemon', 'postmaster', 'staff'];

/** Whether a From, already proven, belongs to a host with reports that the tenant believes. */
function isFromAny({ message: { from } }: EmailReceived, hosts: readonly string[]): boolean {
  const sender = addressOf(from);
  if (sender === undefined) return false;
  const address = normalizeAddress(sender);
  const [local = '', domain = ''] = address.split('@');
  if (isFreeMail(domain) && !mailers.includes(local)) return false;
  return isListed(
    address,
    hosts.map((host) => `@${host}`),
  );
}

const isBlocked = ({ message, envelope }: EmailReceived, trust: Integration['trust']): boolean =>
  [message.from?.address, envelope.mailFrom].some(
    (address) => address !== undefined && isListed(address, trust?.block ?? []),
  );

const isQuarantined = (event: EmailReceived, trust: Integration['trust']): boolean =>
  trust?.action === 'quarantine' && trustOf(event, trust).score < trust.below;
