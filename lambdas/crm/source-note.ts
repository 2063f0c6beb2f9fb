import type { Mapped } from '../domain/crm/crm-records.ts';

/** A record of ours comes from a mail; CRMs without a field for that keep it in a text. */
const emailSourced = 'email-sourced';

/** The origin of a record that we make, for a text at the CRM: that a mail is behind it, and the mapping that filled its fields. */
export const sourceNote = ({ mapping }: Pick<Mapped, 'mapping'>): string =>
  mapping === undefined ? emailSourced : `${emailSourced} · ${mapping}`;
