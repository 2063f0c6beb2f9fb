/** The result of one mail, as it is logged and measured. */
export interface ReceivedMail {
  readonly state: 'parsed' | 'quarantined' | 'missing';
  readonly eventId?: string;
  readonly deliveries: number;
  readonly reason?: string;
  /** The number of attachments, and of those that could not be inspected; absent for a mail without any. */
  readonly attachments?: { readonly kept: number; readonly failed: number };
  /** The number of changes of consent without a proof, in force meanwhile or not; absent for none. */
  readonly unproven?: number;
}
