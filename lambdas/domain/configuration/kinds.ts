import type { mailKinds } from '../mail/mail-kinds.ts';

/** A kind of mail. */
export type MailKind = (typeof mailKinds)[number];

/**
 * Treatments of mail by its kind. `log`: log it, and make contact, company and deal where they are absent.
 * `log-on-known-contacts`: log it on a contact or a deal that the CRM has, else filter it. `filter`: keep it out of the CRM.
 */
export const kindTreatments = ['log', 'log-on-known-contacts', 'filter'] as const;
type KindTreatment = (typeof kindTreatments)[number];

/** An integration's treatment of some kinds. */
type Kinds = { readonly [kind in MailKind]?: KindTreatment | undefined };

/** Defaults: mail of a person is logged, mail of a machine makes no record. */
const defaults: Readonly<Record<MailKind, KindTreatment>> = {
  human: 'log',
  calendar: 'log',
  'auto-reply': 'log-on-known-contacts',
  automated: 'log-on-known-contacts',
  challenge: 'log-on-known-contacts',
  list: 'log-on-known-contacts',
  receipt: 'log-on-known-contacts',
  bounce: 'filter',
  complaint: 'filter',
  unsubscribe: 'filter',
};

/** The treatment of a kind at an integration; a kind that its `kinds` leaves out has its default. */
export const treatmentOf = (kind: MailKind, kinds: Kinds | undefined): KindTreatment => kinds?.[kind] ?? defaults[kind];
