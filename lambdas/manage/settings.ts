/** The settings that the function cannot do without, by their names in the environment. */
export const settingNames = [
  'ledgerTable',
  'controlTable',
  'mailBucket',
  'attachmentsBucket',
  'auditBucket',
  'stage',
  'consentTable',
  'addressKey',
  'redriveFunction',
  'inboxQueueUrl',
  'apiKeys',
  'secretPrefix',
  'connectionSecrets',
  'intakeSecrets',
] as const;
export type ManageSettings = Readonly<Record<(typeof settingNames)[number], string>>;
