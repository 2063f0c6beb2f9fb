import { getDomain } from 'tldts';
import { addressOf, domainOf } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';
import { isFreeMail } from '../mail/free-mail.ts';
import { headerValues } from '../mail/parsed-mail.ts';
import { isListed } from '../mail/sender-list.ts';
import { authenticationBy, type ProofPolicy, type SenderProof, senderProofOf } from '../mail/sender-proof.ts';
import { hasDisguisedHost, hasUserPart } from './deceptive-links.ts';
import { hasDisguisedWord, hasInvisibleCharacters, imitatesLatin, isMixedScript, shownDomain } from './disguise.ts';
import { isLookAlike } from './look-alike.ts';

/** A tenant's statement of the senders that it trusts. */
export interface TrustPolicy extends ProofPolicy {
  /** Domains of the tenant: mail that claims them has to prove it. */
  readonly ownDomains: readonly string[];
  /** Addresses, or `@domain`, that are trusted where the mail proves that it is theirs. */
  readonly allow: readonly string[];
  /** Addresses, or `@domain`, that are never trusted. */
  readonly block: readonly string[];
}

type Trust = NonNullable<EmailReceived['trust']>;

/** The score of every mail at the start, with nothing known for or against it. */
export const startingScore = 50;

/**
 * Points that each finding adds or takes away; the sum is kept between 0 and 100. The table stands in
 * docs/configuration.md as well.
 */
export const trustWeights = {
  'dmarc.pass': 25,
  'dmarc.fail': -35,
  'dkim.pass': 10,
  'dkim.fail': -10,
  'spf.pass': 5,
  'spf.fail': -10,
  // A trusted forwarder vouches for the signatures that it broke (RFC 8617).
  'arc.pass': 20,
  'envelope.other-domain': -5,
  'reply-to.other-domain': -10,
  'reply-to.free-mail': -15,
  'from.missing': -20,
  // Readers differ in the one that they show, and a signature may hold for another (RFC 7489 §6.6.1).
  'from.several': -30,
  'from.invisible-characters': -25,
  'message-id.missing': -5,
  'name.other-address': -20,
  'name.mixed-script': -15,
  'subject.disguised': -10,
  'domain.own-unproven': -40,
  'domain.look-alike': -40,
  'domain.mixed-script': -10,
  'domain.look-alike-letters': -20,
  'link.user-part': -25,
  'link.disguised-host': -25,
  'spam.fail': -25,
  'virus.fail': -60,
  'attachment.blocked': -25,
  'attachment.suspicious': -10,
} as const;

type Finding = keyof typeof trustWeights;

const noPolicy: TrustPolicy = { ownDomains: [], allow: [], block: [] };

/** Scores from 0 to 100 how far a mail can be believed to come from its named sender, with the findings that count. */
export function trustOf(event: EmailReceived, policy: TrustPolicy = noPolicy): Trust {
  const from = event.message.from?.address;
  const proof = senderProofOf(event, policy);
  const findings = [
    ...verdictsOf(event, proof, policy),
    ...addressesOf(event, policy, proof),
    ...disguisesOf(event),
    ...contentsOf(event),
  ];
  const sum = findings.reduce((score, finding) => score + trustWeights[finding], startingScore);
  const score = Math.max(0, Math.min(100, sum));
  if (from !== undefined && isListed(from, policy.block)) return { score: 0, reasons: [...findings, 'list.blocked'] };
  // A sender on the list who is not proven may be anybody.
  if (from !== undefined && isListed(from, policy.allow) && proof === 'proven')
    return { score: Math.max(score, 90), reasons: [...findings, 'list.allowed'] };
  return { score, reasons: findings };
}

function verdictsOf(event: EmailReceived, proof: SenderProof, policy: TrustPolicy): Finding[] {
  const { spam, virus } = event;
  const { arcSealers = [] } = policy;
  const { spf, dkim, dmarc, arc, arcSealer } = authenticationBy(event, policy);
  return holding([
    [dmarc === 'pass', 'dmarc.pass'],
    [dmarc === 'fail', 'dmarc.fail'],
    // A pass is about any domain that signed or sent, and anybody has one: it counts where it is From's.
    [dkim === 'pass' && proof === 'proven', 'dkim.pass'],
    [dkim === 'fail', 'dkim.fail'],
    [spf === 'pass' && proof === 'proven', 'spf.pass'],
    [spf === 'fail' || spf === 'softfail', 'spf.fail'],
    [arc === 'pass' && dmarc !== 'pass' && arcSealer !== undefined && arcSealers.includes(arcSealer), 'arc.pass'],
    [spam === 'fail', 'spam.fail'],
    [virus === 'fail', 'virus.fail'],
  ]);
}

/** Compares the addresses of a mail by organizational domain (RFC 7489 §3.2). */
function addressesOf({ message, envelope }: EmailReceived, policy: TrustPolicy, proof: SenderProof): Finding[] {
  const { from, replyTo, messageId } = message;
  const address = addressOf(from);
  const domain = domainOf(address ?? '');
  if (address === undefined || domain === undefined) return ['from.missing'];
  const reply = replyTo[0]?.address;
  const isOtherReply = !isSameOrganization(reply, domain);
  const isFreeReply = reply !== undefined && isFreeMail(domainOf(reply) ?? '') && !isFreeMail(domain);
  const unicode = shownDomain(domain);
  const isProven = proof === 'proven';
  return holding([
    [!isSameOrganization(envelope.mailFrom, domain) && !isProven, 'envelope.other-domain'],
    [isOtherReply && !isFreeReply, 'reply-to.other-domain'],
    [isOtherReply && isFreeReply, 'reply-to.free-mail'],
    [messageId === undefined, 'message-id.missing'],
    [showsOtherAddress({ name: from?.name, address }, policy), 'name.other-address'],
    [isOwnDomain(domain, policy) && !isProven, 'domain.own-unproven'],
    [isLookAlike(unicode, policy.ownDomains), 'domain.look-alike'],
    [isMixedScript(unicode), 'domain.mixed-script'],
    [imitatesLatin(unicode), 'domain.look-alike-letters'],
  ]);
}

const holding = (findings: ReadonlyArray<readonly [holds: boolean, finding: Finding]>): Finding[] =>
  findings.flatMap(([holds, finding]) => (holds ? [finding] : []));

/** Whether an address, if there is one, is of the organization of a domain. */
function isSameOrganization(address: string | undefined, domain: string): boolean {
  const other = address === undefined ? undefined : domainOf(address);
  return other === undefined || other === domain || (getDomain(other) ?? other) === (getDomain(domain) ?? domain);
}

const isOwnDomain = (domain: string, { ownDomains }: TrustPolicy): boolean =>
  ownDomains.some((own) => domain === own || domain.endsWith(`.${own}`));

/** Whether the display name shows another address than the real one, or a domain of ours. */
function showsOtherAddress(
  { name, address }: { name?: string | undefined; address: string },
  policy: TrustPolicy,
): boolean {
  const displayed = /[^\s<>"'(@]{1,64}@[^\s<>"')@]{1,255}/.exec(name ?? '')?.[0];
  if (displayed?.includes('.') && domainOf(displayed) !== domainOf(address)) return true;
  const lower = name?.toLowerCase() ?? '';
  const domain = domainOf(address) ?? '';
  return policy.ownDomains.some((own) => lower.includes(own) && domain !== own && !domain.endsWith(`.${own}`));
}

/** Ways in which the author passes for somebody else, or shows something else than there is. */
function disguisesOf({ message: { from, subject, headers }, body }: EmailReceived): Finding[] {
  const fields = headerValues({ headers }, 'from');
  return holding([
    [fields.length > 1 || (fields[0]?.match(/<[^<>@\s]{1,64}@[^<>\s]{1,255}>/g)?.length ?? 0) > 1, 'from.several'],
    [fields.some(hasInvisibleCharacters), 'from.invisible-characters'],
    [hasDisguisedWord(from?.name ?? ''), 'name.mixed-script'],
    [hasInvisibleCharacters(subject ?? '') || hasDisguisedWord(subject ?? ''), 'subject.disguised'],
    [hasUserPart(body), 'link.user-part'],
    [hasDisguisedHost(body), 'link.disguised-host'],
  ]);
}

function contentsOf({ attachments }: EmailReceived): Finding[] {
  if (attachments.some(({ verdict }) => verdict === 'blocked')) return ['attachment.blocked'];
  return attachments.some(({ verdict }) => verdict === 'suspicious') ? ['attachment.suspicious'] : [];
}
