import { isMailable } from '../address.ts';
import type { EmailReceived } from '../event.ts';
import type { Integration } from '../integration.ts';
import { type ConsentChange, changeOf, type NewConsentChange, type SubjectHash } from './change.ts';

/** Whether a complaint is one person's word against us; the other types say nothing of a wish to stop. */
const isWishToStop = (feedbackType: string): boolean => !['not-spam', 'auth-failure', 'dmarc'].includes(feedbackType);

/** Confidence below which a reading of somebody's words is for a person to decide. */
const sureEnough = 0.6;

/**
 * What one mail says of the consent of those that it speaks of: a bounce of its recipients, a complaint and an
 * unsubscribe of whoever complained and left, an answer of its sender. An out-of-office says nothing.
 *
 * @param integration the tenant's policy: what a no and an opt-out in somebody's own words come to
 */
export function mailChanges(
  event: EmailReceived,
  { tenant, key, consent }: Pick<Integration, 'tenant' | 'key' | 'consent'>,
  subjectFor: SubjectHash,
): ConsentChange[] {
  const { classification, eventId, receivedAt, message } = event;
  const { kind, bounce, complaint, unsubscribe, intent } = classification;
  const news = (
    address: string,
    signal: NewConsentChange['signal'],
    extra: Partial<NewConsentChange> = {},
  ): NewConsentChange[] =>
    isMailable(address)
      ? [
          {
            tenant,
            address,
            signal,
            at: receivedAt,
            receivedAt,
            source: 'mail',
            evidence: eventId,
            ...(consent?.policyVersion !== undefined && { policyVersion: consent.policyVersion }),
            ...extra,
          },
        ]
      : [];

  const found: NewConsentChange[] = [];
  for (const { address, type, status, reason, action } of bounce?.recipients ?? []) {
    const why = status ?? reason;
    // What is delayed may still arrive (RFC 3464 §2.3.3).
    const signal = type === 'hard' && action !== 'delayed' ? 'hard-bounce' : 'soft-bounce';
    found.push(...news(address, signal, why === undefined ? {} : { reason: why }));
  }
  if (complaint !== undefined && isWishToStop(complaint.feedbackType))
    for (const address of complaint.recipients)
      found.push(...news(address, 'complaint', { reason: complaint.feedbackType }));
  if (unsubscribe !== undefined) found.push(...news(unsubscribe.address, 'unsubscribe'));
  const sender = message.from?.address;
  if (kind === 'human' && sender !== undefined) {
    const isSure = intent !== undefined && intent.confidence >= sureEnough;
    const isOptOut = isSure && intent.label === 'opt-out' && (consent?.optOut ?? 'unsubscribe') === 'unsubscribe';
    const isNo = isSure && intent.stop === true && (consent?.negative ?? 'stop') === 'stop';
    if (isOptOut) found.push(...news(sender, 'opt-out'));
    else if (isNo) found.push(...news(sender, 'negative'));
  }
  const distinct = new Map(found.map((change) => [`${change.address} ${change.signal}`, change]));
  const of = distinct.size;
  const isLane = isSuppressionKind(kind);
  return [...distinct.values()].map((change) =>
    changeOf({ ...change, ...(isLane && { delivery: { eventId, integration: key, of } }) }, subjectFor),
  );
}

/** Mail that is about consent and nothing else; its fate is that it took effect. */
export const isSuppressionKind = (kind: string): boolean => ['bounce', 'complaint', 'unsubscribe'].includes(kind);
