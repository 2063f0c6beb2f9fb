import { anyOf } from '../../mail/any-of.ts';
import { openingOf } from './opening.ts';
import { firstHeader, type Rule, type RuleInput } from './rule.ts';

/** Headers of challenge services; `X-TMDA-Fingerprint` is no sign, because TMDA adds it to any mail. */
const serviceHeaders = [
  'x-boxtrapper',
  'x-spamarrest',
  'x-ask-auth',
  'x-choicemail-registration-request',
  'x-spamcerberus',
  'x-boxbe-challenge',
  'x-mailinblack-challenge',
  'x-mib-challenge',
  'x-bluebottle-challenge',
  'x-sendio-challenge',
  'x-uol-antispam',
  'x-challenge-response',
];

const challengeSubject = new RegExp(
  anyOf`
    ^please (?:confirm|verify|authenticate) (?:your(?:self)?\b ?)?(?:e-?mail|message|that you|identity|$)
    ^your (?:e-?mail|message)[^:]{0,30} requires verification
    ^confirm your (?:e-?mail|message) (?:to|so)
    ^\[?spam ?arrest
    ^e-?mail verification required
    ^action required: confirm your message
    ^(?:sender|message) (?:verification|confirmation|authentication)
    ^[^:]{0,20}antispam uol
    ^verification (?:required|of your)
    \((?:please (?:verify|confirm|authenticate)|(?:action|verification|confirmation) required)\)$
  `,
  'i',
);

/** The key by which a service knows an answer again. */
const keyInSubject = /\bverify#/i;

/** A demand counts from this weight on. */
const enough = 4;

/**
 * Services that answer a first mail with a demand to prove oneself.
 *
 * Their words win over `Auto-Submitted`, and over the form of a delivery report; a confirmation of an account or a
 * subscription uses many of the same words and is none.
 */
export const challengeResponse: Rule = (input) => {
  const header = firstHeader(input.mail, serviceHeaders);
  if (header !== undefined)
    return { kind: 'challenge', confidence: 0.95, because: `header ${header} is a challenge service’s` };
  if (!keyInSubject.test(input.mail.subject ?? '') && weightOf(input) < enough) return undefined;
  return {
    kind: 'challenge',
    confidence: 0.85,
    because: 'its words ask the sender to prove that they are a person',
  };
};

function weightOf(input: RuleInput): number {
  const { counts } = openingOf(input);
  const isHeld = counts.has('held');
  if (!isHeld && !counts.has('prove')) return 0;
  return (
    (isHeld ? 2 : 0) +
    (counts.has('prove') ? 2 : 0) +
    (counts.has('act') ? 1 : 0) +
    Math.min(2, counts.get('guarded') ?? 0) +
    (challengeSubject.test(input.mail.subject ?? '') ? 1 : 0) -
    (counts.has('signUp') && !isHeld ? 3 : 0)
  );
}
