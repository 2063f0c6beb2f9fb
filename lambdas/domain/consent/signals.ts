/** Ways to reach a person. Consent is given by channel; mail goes by the first. */
export const channels = ['email', 'phone', 'sms', 'whatsapp', 'postal'] as const;
export type Channel = (typeof channels)[number];

/** Events that concern consent, in words that need no policy to be understood. */
export const signals = [
  /** The person left: by header, link, mail or a box that somebody ticked for them. */
  'unsubscribe',
  /** The person asked in their own words not to be written to. */
  'opt-out',
  /** A no to what was offered, however polite: outreach ends, newsletters may go on. */
  'negative',
  /** The person called a mail spam (RFC 5965), or told their provider so. */
  'complaint',
  /** The address or its host is gone for good (RFC 3463 class 5). */
  'hard-bounce',
  /** A mail did not arrive this time. */
  'soft-bounce',
  /** The person agreed, and there is a record of it. */
  'opt-in',
  /** The person takes back, on our page, a refusal by the same link: the state before it holds again. */
  'taken-back',
  /** Somebody signed the address up; the person has not confirmed it yet. */
  'unconfirmed',
  /** A mail to the address arrived. */
  'delivered',
  /** A person wrote to us from the address. */
  'heard',
  /** A person of ours looked at a bounce or a complaint and lifted it; or took back the changes that it names. */
  'lifted',
  /** A person of ours decided how the address may be used. */
  'address-rule',
  /** A deal of the person came into a stage at the CRM; the reason is the meaning of the stage. */
  'crm-stage',
] as const;
export type Signal = (typeof signals)[number];

/** Sources of news. */
export const sources = ['mail', 'ses', 'one-click', 'preferences', 'webhook', 'crm', 'cli', 'import'] as const;

/**
 * How far a mail is believed; a change without a standing is proven.
 *
 * `unproven`: its sender may be somebody else. It holds for marketing and sales of this address, and can be taken back.
 * `hint`: it is about somebody else, and nothing shows that its author could know. It has no effect; people review it.
 * `noted`: its sender is proven false, blocked or quarantined. It has no effect.
 */
export const standings = ['unproven', 'hint', 'noted'] as const;
export type Standing = (typeof standings)[number];

/** Uses of an address that are allowed, regardless of what its owner agreed to. */
export const addressRules = ['any', 'transactional', 'never'] as const;

/** Names of signals in lags and alarms. */
export const lagKinds = ['unsubscribe', 'bounce', 'complaint', 'consent'] as const;
export type LagKind = (typeof lagKinds)[number];

/** The promise that a signal falls under. */
export function lagKindOf(signal: Signal): LagKind {
  switch (signal) {
    case 'unsubscribe':
    case 'opt-out':
    case 'negative':
      return 'unsubscribe';
    case 'hard-bounce':
    case 'soft-bounce':
      return 'bounce';
    case 'complaint':
      return 'complaint';
    default:
      return 'consent';
  }
}
