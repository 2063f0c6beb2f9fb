import type { ConsentChange } from '../lambdas/domain/consent/change.ts';
import type { Signal } from '../lambdas/domain/consent/signals.ts';

/** The states that a person can give an address by hand. */
export const consentStates: Readonly<Record<string, Pick<ConsentChange, 'signal' | 'rule'>>> = {
  out: { signal: 'unsubscribe' },
  bounced: { signal: 'hard-bounce' },
  in: { signal: 'opt-in' },
  unconfirmed: { signal: 'unconfirmed' },
  lifted: { signal: 'lifted' },
  any: { signal: 'address-rule', rule: 'any' },
  transactional: { signal: 'address-rule', rule: 'transactional' },
  never: { signal: 'address-rule', rule: 'never' },
};

/** The signal that a row of an import becomes, by the choice that somebody has to make for the whole file. */
export const importSignals: Readonly<Record<string, Signal>> = {
  grandfathered: 'opt-in',
  unconfirmed: 'unconfirmed',
  out: 'unsubscribe',
  bounced: 'hard-bounce',
};

/** Signals that keep mail from a person, and so can be taken back. */
export const liftableSignals: readonly Signal[] = [
  'unsubscribe',
  'opt-out',
  'negative',
  'complaint',
  'hard-bounce',
  'soft-bounce',
];
