/**
 * The meanings that the vocabularies give to words. Rules speak of meanings only, so that a rule holds in every language.
 */
export const concepts = [
  // Grammar: negation, persons, requests, and words that begin another clause.
  ...[
    'not',
    'more',
    'yet',
    'i',
    'me',
    'my',
    'you',
    'they',
    'please',
    'polite',
    'want',
    'can',
    'ensure',
    'past',
    'how',
    'why',
  ],
  ...['but', 'however', 'although', 'if', 'because', 'and', 'that'],
  // Objects and verbs of an opt-out.
  ...[
    'unsubscribe',
    'remove',
    'take',
    'off',
    'stop',
    'list',
    'other-list',
    'mail',
    'ads',
    'data',
    'contact',
    'receive',
  ],
  ...['consent', 'object', 'subscription', 'thing', 'way-out'],
  // Grounds of a refusal.
  ...['interest', 'need', 'fit', 'budget', 'decline', 'rival', 'supplier', 'have', 'already', 'choose', 'stay'],
  ...['satisfied', 'cancel', 'expensive', 'continue', 'use', 'change', 'too', 'other', 'alone-yes', 'alone-no'],
  // Signs of interest.
  ...['yes', 'agree', 'good', 'love', 'meet', 'info', 'price', 'order', 'available', 'day', 'start', 'ask'],
  // Neither a yes nor a no.
  ...[
    'later',
    'now',
    'maybe',
    'busy',
    'refer',
    'colleague',
    'acknowledge',
    'problem',
    'think',
    'until',
    'month',
    'tried',
    'believe',
    'failed',
  ],
  // A mail about itself: what its reader may do with it, and phrases of its footer.
  ...['reply', 'notice'],
  // Idioms that say it all.
  ...['says-opt-out', 'says-no', 'says-yes', 'says-later', 'says-neutral'],
] as const;

export type Concept = (typeof concepts)[number];

/**
 * Concepts that a negation can turn. A negation beside none of them is a refusal by itself when its clause says nothing
 * else.
 */
export const negatable: ReadonlySet<Concept> = new Set<Concept>([
  ...(['want', 'unsubscribe', 'remove', 'take', 'stop', 'mail', 'ads', 'contact', 'receive', 'consent'] as const),
  ...(['interest', 'need', 'fit', 'budget', 'decline', 'rival', 'supplier', 'choose', 'stay', 'satisfied'] as const),
  ...(['cancel', 'expensive', 'continue', 'use', 'change', 'yes', 'agree', 'good', 'love', 'meet', 'info'] as const),
  ...(['price', 'order', 'available', 'start', 'problem', 'object', 'refer', 'data', 'subscription'] as const),
  ...(['believe', 'says-opt-out', 'says-yes', 'busy', 'acknowledge', 'reply'] as const),
]);
