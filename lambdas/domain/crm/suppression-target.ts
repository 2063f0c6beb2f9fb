import type { Purpose } from '../mail/purposes.ts';
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
  | 'provider-hold';

export interface Reason {
  readonly code: ReasonCode;
  readonly purposes: readonly Purpose[];
  /** ISO 8601 UTC. */
  readonly since?: string;
  readonly signal?: string;
  readonly source?: string;
  readonly evidence?: string;
  readonly detail?: string;
  /** The mail that said so may be somebody else's; see `postern consent review`. */
  readonly standing?: 'unproven';
  /** Somebody should look: the address has written to us since. */
  readonly review?: true;
}

/** What a CRM, a CDP or the sending account should know of one address: a state, so that repeating it is harmless. */
export interface SuppressionState {
  readonly tenant: string;
  readonly subject: string;
  readonly address: string;
  readonly contactId?: string;
  /** Grows with every change, so that a receiver can tell old from new. */
  readonly version: number;
  /** Purposes for which the address must not be written to. */
  readonly suppressed: readonly Purpose[];
  /** The gravest reason; absent when nothing is suppressed. */
  readonly reason?: Reason['code'];
  /** When the newest of its reasons came to be, or was taken back; ISO 8601 UTC. */
  readonly at: string;
  /** Whether the address itself is dead or its owner complained: what the sending account must know. */
  readonly block?: 'BOUNCE' | 'COMPLAINT';
  /** Purposes for which the person was signed up and has not confirmed. */
  readonly unconfirmed: readonly Purpose[];
  /** When, for each of those; ISO 8601 UTC. */
  readonly signedUpAt?: Readonly<Partial<Record<Purpose, string>>>;
  /** Whether the wish is the person's own. */
  readonly isWish: boolean;
}

/** A place that must hear of suppressions. */
export interface SuppressionTarget {
  /** Makes the state true there. Safe to repeat. */
  write(state: SuppressionState): Promise<Outcome<SuppressionProof>>;
  /** Its `write` calls nobody: the connection's circuit neither holds it up nor learns from it. */
  readonly makesNoCall?: true;
  /**
   * Who left there: a box that somebody ticked at the CRM. Absent: it cannot be asked.
   *
   * @param since changes before that time have been seen; the same ones may be told again
   */
  optedOutSince?(since: Date): Promise<Outcome<OptOutsSeen>>;
}

/** What a CRM said when it was asked who left there. */
export interface OptOutsSeen {
  readonly optOuts: readonly OptOutThere[];
  /** Everything before that time has been seen; ask from here the next time. */
  readonly until: Date;
}

/** Somebody who left at a CRM. */
export interface OptOutThere {
  readonly address: string;
  /** When the box was ticked, ISO 8601 UTC. */
  readonly at: string;
  /** The CRM's own id of this very news, such as the record and the time. */
  readonly id: string;
}

/** What shows that the state arrived. */
export interface SuppressionProof {
  /**
   * `read-back`: we asked and it says so. `accepted`: it took the write and cannot be asked. `not-kept-here`: it has no
   * place for suppressions, so there is nothing to write and nothing to wait for.
   */
  readonly by: 'read-back' | 'accepted' | 'not-kept-here';
  /** What it said, in a few words without content: an id, a status. */
  readonly answer: string;
  /** It does not know the person: it has to hear again when they appear there. */
  readonly isAbsent?: true;
}
