import type { Fate, MailCard } from './contract.ts';

/** The meaning of each fate for a reader. */
export const fateWords: Readonly<Record<Fate, string>> = {
  delivered: 'The CRM has its records.',
  shadowed: 'The integration is in shadow mode: the mail is mapped, and the CRM is left alone.',
  suppressed: 'An unsubscribe, a bounce or a complaint: the consent ledger has taken it in.',
  filtered: 'A rule or the settings keep such mail out of the CRM.',
  quarantined: 'Kept out of the CRM for safety. The raw mail is stored.',
  unrouted: 'No integration takes mail for this address.',
  parked: 'Waits in its conversation: for its connection, or behind a mail that fails.',
  dead: 'Given up by a person, or nothing is left to deliver.',
  pending: 'On its way.',
};

const isFate = (text: string): text is Fate => text in fateWords;

/** A fate of the API; unknown ones are shown as pending. */
export const fateOf = (text: string): Fate => (isFate(text) ? text : 'pending');

/** Worst first: what a reader of a list must see when a mail has several fates. */
const bySeverity: readonly Fate[] = [
  'parked',
  'dead',
  'quarantined',
  'pending',
  'unrouted',
  'filtered',
  'shadowed',
  'suppressed',
  'delivered',
];

/** The one fate of a mail that a list shows. */
export function worstFate({ state, deliveries }: MailCard): Fate {
  if (deliveries.length === 0) return state === 'quarantined' ? 'quarantined' : 'unrouted';
  const own = new Set<Fate>(deliveries.map(({ fate }) => fate));
  return bySeverity.find((fate) => own.has(fate)) ?? 'pending';
}

/** The tone in which a fate is shown. */
export const toneOf = (fate: Fate): 'good' | 'bad' | 'wait' | 'calm' => {
  if (fate === 'delivered' || fate === 'suppressed') return 'good';
  if (fate === 'parked' || fate === 'dead' || fate === 'quarantined') return 'bad';
  return fate === 'pending' || fate === 'unrouted' ? 'wait' : 'calm';
};

const kindNames: Readonly<Record<string, string>> = {
  human: 'from a person',
  'auto-reply': 'automatic reply',
  bulk: 'bulk mail',
  bounce: 'bounce',
  complaint: 'complaint',
  unsubscribe: 'unsubscribe',
};

/** A kind of mail in words. */
export const kindWords = (kind: string): string => kindNames[kind] ?? kind.replaceAll('-', ' ');
