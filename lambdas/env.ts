/**
 * The environment of the functions, declared once: the CDK app sets these names, the containers read them,
 * and the laptop takes both from the synthesized template.
 */
export const env = {
  mailBucket: 'MAIL_BUCKET',
  attachmentsBucket: 'ATTACHMENTS_BUCKET',
  ledgerTable: 'LEDGER_TABLE',
  threadsTable: 'THREADS_TABLE',
  controlTable: 'CONTROL_TABLE',
  consentTable: 'CONSENT_TABLE',
  inboxQueueUrl: 'INBOX_QUEUE_URL',
  inboxDeadLetterQueueUrl: 'INBOX_DEAD_LETTER_QUEUE_URL',
  deliveriesQueueUrl: 'DELIVERIES_QUEUE_URL',
  deliveriesDeadLetterQueueUrl: 'DELIVERIES_DEAD_LETTER_QUEUE_URL',
  suppressionsQueueUrl: 'SUPPRESSIONS_QUEUE_URL',
  suppressionsDeadLetterQueueUrl: 'SUPPRESSIONS_DEAD_LETTER_QUEUE_URL',
  /** How often a delivery is offered before it goes to the dead letters; from the queue's redrive policy. */
  maxReceiveCount: 'MAX_RECEIVE_COUNT',
  /** Optional: `unix:/path` or `tcp:host:port` of a clamd that looks at attachments. */
  clamd: 'POSTERN_CLAMD',
  /** Only on the laptop: where `baseUrl: sandbox:` leads. */
  sandboxUrl: 'POSTERN_SANDBOX_URL',
} as const;

export type EnvName = keyof typeof env;
