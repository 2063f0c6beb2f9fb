import type { StageMeaning } from './deal-stage.ts';

/** A deal, or a person, came into a stage at a CRM, for systems that want to hear of it. */
export interface StageChange {
  /** Equal for every repetition: a receiver drops what it has seen. */
  readonly id: string;
  readonly tenant: string;
  /** The name of the connection to the CRM. */
  readonly connection: string;
  /** The CRM's id of the deal; absent where a contact changed. */
  readonly deal?: string;
  /** The CRM's id of the contact; absent where a deal changed. */
  readonly contact?: string;
  /** The name of the stage. */
  readonly stage: string;
  /** `open`: a stage that means nothing, after another one was left. */
  readonly meaning: StageMeaning | 'open';
  /** When the stage began, ISO 8601 UTC. */
  readonly at: string;
  /** Addresses of the people of the deal, or of the contact. */
  readonly people: readonly string[];
}

/** Names of a change, as its receivers know them. */
interface StageEvent {
  /** Name of the message, without a version. */
  readonly type: 'deal.stage-changed' | 'contact.stage-changed';
  /** Name of the event at a CDP. */
  readonly event: 'Deal Stage Changed' | 'Contact Stage Changed';
  /** The record that changed: one of the two. */
  readonly record: { readonly deal: string } | { readonly contact: string };
}

/** The names of a change by the record that changed. */
export const stageEventOf = ({ deal, contact }: StageChange): StageEvent =>
  contact === undefined
    ? { type: 'deal.stage-changed', event: 'Deal Stage Changed', record: { deal: deal ?? '' } }
    : { type: 'contact.stage-changed', event: 'Contact Stage Changed', record: { contact } };

/** Name and version of the message about a change. */
export const stageChangeType = (change: StageChange): string => `${stageEventOf(change).type}/1`;
