/** A call that has the sweep look at stored mail and at deliveries that are pending. */
export interface ReconcileRequest {
  /** How far back to look at the least. */
  readonly sinceHours: number;
  /** The age after which a delivery counts as stuck, in ms. */
  readonly stuckForMs: number;
}

/** The result of a reconciliation. */
export interface ReconcileReport {
  /** Mails that the ledger did not know. */
  readonly mails: number;
  /** Deliveries that were pending for too long. */
  readonly deliveries: number;
  /** Only when there was not enough time to look at all stored mail. */
  readonly isUnfinished?: true;
}
