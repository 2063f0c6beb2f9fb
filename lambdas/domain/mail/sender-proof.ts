import type { EmailReceived } from './event.ts';
import { gatewayAuthentication, type TrustedGateway } from './gateway-verdicts.ts';

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
  /** Gateways of the tenant whose own verdicts count for the mail that they hand on. */
  readonly gateways?: readonly TrustedGateway[] | undefined;
}

/** The header is only asked where a gateway is trusted. */
type ProofEvent = Pick<EmailReceived, 'authentication'> & Partial<Pick<EmailReceived, 'message'>>;

/** The verdicts that count: those of a trusted gateway that handed the mail on, or the receiver's. */
export const authenticationBy = (event: ProofEvent, { gateways }: ProofPolicy = {}): EmailReceived['authentication'] =>
  (event.message && gatewayAuthentication({ message: event.message }, gateways)) ?? event.authentication;

/**
 * Reads the proof that `alignedDomainOf` found when the mail was received, so that a caller needs no Public Suffix
 * List.
 *
 * A verdict on DKIM or SPF alone proves nothing here: it is about the domain that signed or sent, and anybody has one.
 */
export function senderProofOf(event: ProofEvent, policy: ProofPolicy = {}): SenderProof {
  const { arcSealers = [] } = policy;
  const { dmarc, arc, arcSealer, alignedDomain } = authenticationBy(event, policy);
  if (dmarc === 'pass' || (alignedDomain !== undefined && dmarc !== 'fail')) return 'proven';
  if (arc === 'pass' && arcSealer !== undefined && arcSealers.includes(arcSealer)) return 'proven';
  return dmarc === 'fail' ? 'false' : 'unproven';
}
