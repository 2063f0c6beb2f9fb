import type { EmailReceived } from './event.ts';

/**
 * Whether a mail is from the domain that its From names.
 *
 * `proven`: DMARC passes, or DKIM or SPF passes for From's own organization. `false`: DMARC fails. `unproven`: the
 * receiver's verdicts say neither, as for every domain without a DMARC record.
 */
export type SenderProof = 'proven' | 'unproven' | 'false';

/** Forwarders that may vouch for a mail when its signatures break on the way. */
export interface ProofPolicy {
  /** Sealing domains (ARC, RFC 8617) that the tenant trusts, in lower case. Anybody can seal a set of their own. */
  readonly arcSealers?: readonly string[] | undefined;
}

/**
 * Reads the proof that `alignedDomainOf` found when the mail was received, so that a caller needs no Public Suffix
 * List.
 *
 * A verdict on DKIM or SPF alone proves nothing here: it is about the domain that signed or sent, and anybody has one.
 */
export function senderProofOf(
  { authentication }: Pick<EmailReceived, 'authentication'>,
  { arcSealers = [] }: ProofPolicy = {},
): SenderProof {
  const { dmarc, arc, arcSealer, alignedDomain } = authentication;
  if (dmarc === 'pass' || (alignedDomain !== undefined && dmarc !== 'fail')) return 'proven';
  if (arc === 'pass' && arcSealer !== undefined && arcSealers.includes(arcSealer)) return 'proven';
  return dmarc === 'fail' ? 'false' : 'unproven';
}
