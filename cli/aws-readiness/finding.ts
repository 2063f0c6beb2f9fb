/** Something in the account that is not as the deployment needs it. */
export interface Finding {
  /** A problem sets exit code 1; a remark is worth knowing and holds no mail up. */
  readonly severity: 'problem' | 'remark';
  /** Stable: scripts may look for it. docs/command-line.md lists all. */
  readonly code: FindingCode;
  /** The problem, as a sentence. */
  readonly what: string;
  /** The remedy. */
  readonly todo: string;
}

/** Every code, in the order of the checks. */
export const findingCodes = [
  'credentials',
  'account-mismatch',
  'region-mismatch',
  'clock-skew',
  'permission-missing',
  'not-answered',
  'dns-not-answered',
  'region-receives-no-mail',
  'identity-missing',
  'identity-unverified',
  'dkim-pending',
  'dkim-failed',
  'mx-missing',
  'mx-elsewhere',
  'mx-other-region',
  'mx-several',
  'rule-set-inactive',
  'rule-missing',
  'rule-disabled',
  'rule-recipients',
  'rule-destination',
  'rule-silent',
  'rule-shadowed',
  'rule-scan-off',
  'sandbox',
  'sending-paused',
  'sending-review',
  'sending-quota',
  'suppression-list-off',
  'sender-unverified',
  'sender-mail-from',
  'sender-spf',
  'sender-dmarc',
  'pages-unsubscribed',
  'pages-pending',
  'pages-not-allowed',
  'page-not-sent',
  'alarms-missing',
  'alarm-actions-off',
  'alarm-rings',
  'alarm-blind',
  'function-missing',
  'function-not-active',
  'function-update-failed',
  'function-stopped',
  'runtime-deprecated',
  'concurrency-short',
  'event-source-missing',
  'event-source-disabled',
  'schedule-missing',
  'schedule-disabled',
  'key-unusable',
  'secret-missing',
  'secret-deleted',
  'secret-not-filled',
  'address-key-changed',
  'table-missing',
  'backup-off',
  'ttl-off',
  'table-key',
  'bucket-missing',
  'bucket-public',
  'bucket-encryption',
  'bucket-versioning',
  'bucket-silent',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** Something that stops mail, deliveries, pages or a recovery. */
export const problem = (code: FindingCode, what: string, todo: string): Finding => ({
  severity: 'problem',
  code,
  what,
  todo,
});

/** Something that is worth knowing. */
export const remark = (code: FindingCode, what: string, todo: string): Finding => ({
  severity: 'remark',
  code,
  what,
  todo,
});

/** CloudFormation does not make again what was deleted or changed by hand: it compares templates, not the account. */
export const restoreApp = (stage: string): string =>
  `delete the App stack of the stage ${stage} and deploy it again (no data is in it); CloudFormation's drift detection lists what else differs`;
