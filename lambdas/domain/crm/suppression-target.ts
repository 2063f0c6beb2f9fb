import type { Purpose } from '../mail/purposes.ts';
import type { StageMeaning } from './deal-stage.ts';
import type { Outcome } from './outcome.ts';

/** Why an address must not be written to, in codes that do not change. */
export type ReasonCode =
  | 'unsubscribed'
  | 'complaint'
  | 'hard-bounce'
  | 'soft-bounces'
  | 'unconfirmed'
  | 'no-opt-in'
  | 'address-rule'
  | 'role-account'
  | 'provider-hold'
  /** A field of the contact at the CRM. */
  | 'crm-field'
  /** The CRM could not be asked for a field that decides. */
  | 'crm-unknown'
  /** A segment of a CDP. */
  | 'segment'
  /** A deal of the person stands in a stage of that meaning at the CRM. */
  | `crm.${StageMeaning}`;

export interface Reason {
  readonly code: ReasonCode;
  readonly purposes: readonly Purpose[];
  /** ISO 8601 UTC. */
  readonly since?: string;
  readonly signal?: string;
  readonly source?: string;
  readonly evidence?: string;
  readonly detail?: string;
  /** The version of the privacy notice that a consent at the CRM was given to. */
  readonly policyVersion?: string;
  /** When the CRM gave the answer behind it, ISO 8601 UTC. */
  readonly asOf?: string;
  /** The mail behind it may come from somebody else; see `postern consent review`. */
  readonly standing?: 'unproven';
  /** A person should look at it: the address has written to us since. */
  readonly review?: true;
}

/** The state of one address for a CRM, a CDP or the sending account. It is a state, so that repeating it is harmless. */
export interface SuppressionState {
  readonly tenant: string;
  readonly subject: string;
  readonly address: string;
  readonly contactId?: string;
  /** Grows with every change, so that a receiver can tell old from new. */
  readonly version: number;
  /** Purposes for which the address must not be written to. */
  readonly suppressed: readonly Purpose[];
  /**
   * Purposes that the person refused on other channels than email, as in `{ phone: ['sales'] }`; absent: none. A target with
   * fields of its own for a channel writes them there.
   */
  readonly channels?: Readonly<Record<string, readonly Purpose[]>>;
  /** The gravest reason; absent when nothing is suppressed. */
  readonly reason?: Reason['code'];
  /** The time at which the newest of its reasons began or ended; ISO 8601 UTC. */
  readonly at: string;
  /** For the sending account: the address itself is dead, or its owner complained. */
  readonly block?: 'BOUNCE' | 'COMPLAINT';
  /** Purposes with a sign-up that the person has not confirmed. */
  readonly unconfirmed: readonly Purpose[];
  /** The time of each of those sign-ups; ISO 8601 UTC. */
  readonly signedUpAt?: Readonly<Partial<Record<Purpose, string>>>;
  /** Whether the person asked for it. */
  readonly isWish: boolean;
  /** The suppressed purposes that the person refused; the others are barred for another reason, such as a bounce. */
  readonly refused?: readonly Purpose[];
}

/** A place that must receive suppressions. */
export interface SuppressionTarget {
  /** Writes the state. Safe to repeat. */
  write(state: SuppressionState): Promise<Outcome<SuppressionProof>>;
  /** `write` sends no request: the connection's circuit neither holds it up nor counts it. */
  readonly makesNoCall?: true;
  /**
   * Opt-outs that people made at the CRM, as by ticking a box. Absent: the CRM cannot be polled.
   *
   * @param since the caller has seen the changes before that time; the same ones may come again
   */
  optedOutSince?(since: Date): Promise<Outcome<OptOutPage>>;
}

/** The result of polling a CRM for opt-outs. */
export interface OptOutPage {
  readonly optOuts: readonly VendorOptOut[];
  /** The start of the next poll: everything before it has been seen. */
  readonly until: Date;
}

/** An opt-out at a CRM. */
export interface VendorOptOut {
  readonly address: string;
  /** The time of the tick, ISO 8601 UTC. */
  readonly at: string;
  /** The CRM's own id of this opt-out, such as the record and the time. */
  readonly id: string;
}

/** Evidence that the state arrived. */
export interface SuppressionProof {
  /**
   * `read-back`: a read after the write shows the state. `accepted`: the target took the write and cannot be asked.
   * `not-kept-here`: the target has no place for the state, so there is nothing to write and nothing to wait for.
   */
  readonly by: 'read-back' | 'accepted' | 'not-kept-here';
  /** The answer in a few words without content: an id, a status. */
  readonly answer: string;
  /** The target does not know the person: the state is written again when they appear there. */
  readonly isAbsent?: true;
}
