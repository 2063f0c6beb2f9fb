export interface ReceivedMail {
  readonly state: 'parsed' | 'quarantined' | 'missing';
  readonly eventId?: string;
  readonly deliveries: number;
  readonly reason?: string;
  /** Attachments that were kept, and those of them at which looking failed; absent for a mail without any. */
  readonly attachments?: { readonly kept: number; readonly failed: number };
  /** Changes of consent that it brought without a proof, whether they hold meanwhile or not; absent where none. */
  readonly unproven?: number;
}
