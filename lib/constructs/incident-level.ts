/**
 * How urgent an alarm is, by the article of the runbook that it names: 1 breaks a promise to people or leaves nobody watching,
 * 2 delays or stops work that is kept, 3 lowers the quality of some mail. The runbook says within which time each is answered.
 */
export const incidentLevels = {
  'unsubscribe-late': 1,
  'bounce-late': 1,
  'complaint-late': 1,
  'heartbeat-missing': 1,
  'canary-lost': 1,
  'mail-waits': 1,
  'function-throttles': 2,
  'function-errors': 2,
  functions: 2,
  problems: 2,
  trouble: 2,
  'dead-letters': 2,
  'crm-outage': 2,
  'crm-configuration': 2,
  'complaint-rate': 2,
  'sweep-late': 2,
  'audit-trail': 2,
  'event-feed': 2,
  'signature-failures': 2,
  'api-refusals': 3,
  'a-release-was-taken-back': 2,
  'parked-threads': 3,
  'crm-quota': 3,
  'a-field-was-renamed': 3,
  'parse-errors': 3,
  'attachment-failures': 3,
  'unproven-consent': 3,
} as const satisfies Readonly<Record<string, 1 | 2 | 3>>;

/** A heading of the runbook, as its anchor, that alarms may name. */
export type Article = keyof typeof incidentLevels;

/** The description of an alarm: its level, its meaning for people, and the article that helps. */
export const alarmText = ({ impact, article }: { readonly impact: string; readonly article: Article }): string =>
  `Level ${incidentLevels[article]}. ${impact} See docs/runbook.md#${article}`;
