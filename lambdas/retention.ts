/** How long the data of a stage is kept, in days. */
export interface Retention {
  /** Raw mail, in S3. */
  readonly rawDays: number;
  /** Receipts and events, in S3. */
  readonly eventDays: number;
  /** Attachments, in S3. */
  readonly attachmentDays: number;
  /** The age at which attachments move to the archive class; absent: never. */
  readonly attachmentArchiveDays?: number;
  /** Mails, events and done deliveries, in the ledger table. */
  readonly ledgerDays: number;
  /** Conversations and their participants, from the last mail, in the threads table. @default 400 */
  readonly inactiveDays?: number;
  /** Logs of the functions and of the API. @default 30 */
  readonly logDays?: number;
}

/** Where data of one kind is kept, and for how long. */
export interface RetainedKind {
  readonly store:
    | 'mail bucket'
    | 'attachments bucket'
    | 'audit bucket'
    | 'ledger'
    | 'threads'
    | 'consent'
    | 'control'
    | 'logs';
  /** The prefix of the objects, or the sort key of the rows as in the code of the keys. */
  readonly kind: string;
  readonly content: string;
  /**
   * `for ever`: nothing deletes it by itself. `while needed`: it is replaced or deleted by the work that it belongs to.
   * `own validity`: as long as it is valid, which it says itself.
   */
  readonly days: number | 'for ever' | 'while needed' | 'own validity';
  /** When the days begin; absent: when it is written. */
  readonly from?: 'last write' | 'end of the delivery' | 'end of the window';
}

/** Days of the canary's mails, which nobody reads again. */
const canaryDays = 7;
/** Days of a row that a conversation needs, from the last mail of the conversation, where the stage says nothing. */
export const threadDays = 400;
/** Days of what is known of a sender; without it the CRM is asked again. */
export const personDays = 30;
/** Days in which people can look at a mail or a change that waits for their judgement. */
export const reviewDays = 90;
/** Days of a mark that a mail is being read: SQS offers a message for 14 days at most. */
export const readingDays = 15;
/** Days in which the answer of a CRM to a question stands in for a CRM that does not answer. */
export const askedDays = 1;
/** Days of the last move of a deal: mail that is replayed later is judged by the CRM's own time of the stage. */
export const dealMoveDays = 90;
/** Days of a window of the brake after its end: a replay of a mail must find its window for as long as mail waits. */
export const brakeDays = 30;
/** Days of the hourly counts of a mailbox provider, of which the last day makes a rate. */
export const rateDays = 3;
/** Days in which people can ask how a replay went; the audit record keeps its end. */
export const replayDays = 90;
/** Days of a request to confirm a forwarding: providers let it expire. */
export const forwardingDays = 7;

/**
 * Days by which the ledger outlives the raw mail at the least: the sweep takes a raw mail that the ledger does not know
 * for lost, and its mark may lag behind.
 */
export const ledgerOutlivesRawByDays = 30;

/** The defaults of a stage. */
const defaultRetention: Retention = { rawDays: 90, eventDays: 400, attachmentDays: 400, ledgerDays: 400 };

/** The settings of a stage as one word, for the command line. */
export const retentionText = (retention: Retention): string =>
  Object.entries(retention)
    .map(([name, days]) => `${name}:${days}`)
    .join(',');

/** Reads {@link retentionText}; what it leaves out is as by default. */
export function readRetention(text = ''): Retention {
  const pairs = text.split(',').flatMap((pair) => {
    const [name = '', days] = pair.split(':');
    return Number.isFinite(Number(days)) && name !== '' ? [[name, Number(days)] as const] : [];
  });
  return { ...defaultRetention, ...Object.fromEntries(pairs) };
}

/** The list of mails with search. */
const listKinds = (days: number): readonly RetainedKind[] => [
  { store: 'ledger', kind: 'INDEXED', content: 'what the list of mails has of an event', days },
  { store: 'ledger', kind: 'MAILS', content: 'the list of mails by day', days },
  { store: 'ledger', kind: 'MAILDAYS', content: 'counts of mails by day', days },
  { store: 'ledger', kind: 'FIND', content: 'words of mails (hashed)', days },
];

/** The table of all data: lifecycle rules, times to live and the documentation are held against it. */
export function retainedKinds(retention: Retention): readonly RetainedKind[] {
  const { rawDays, eventDays, attachmentDays, ledgerDays, inactiveDays = threadDays, logDays = 30 } = retention;
  return [
    { store: 'mail bucket', kind: 'inbound/', content: 'raw mail', days: rawDays },
    { store: 'mail bucket', kind: 'receipts/', content: 'receipts', days: eventDays },
    { store: 'mail bucket', kind: 'events/', content: 'events', days: eventDays },
    { store: 'mail bucket', kind: 'canary/', content: 'mails of the canary', days: canaryDays },
    { store: 'attachments bucket', kind: 'attachments/', content: 'attachments', days: attachmentDays },
    { store: 'audit bucket', kind: '', content: 'the audit trail', days: 'for ever' },
    { store: 'ledger', kind: 'MAIL', content: 'mails with their receipts', days: ledgerDays },
    { store: 'ledger', kind: 'EVENT', content: 'events, and copies of their mail', days: ledgerDays },
    {
      store: 'ledger',
      kind: 'CONFLICT',
      content: 'events of one external id with different content',
      days: ledgerDays,
    },
    { store: 'ledger', kind: 'EXTERNAL', content: 'external ids', days: ledgerDays },
    { store: 'ledger', kind: 'MESSAGE', content: 'Message-IDs (hashed)', days: ledgerDays },
    { store: 'ledger', kind: 'SCANS', content: 'results of antivirus scans', days: ledgerDays },
    { store: 'ledger', kind: 'DELIVERY', content: 'done deliveries', days: ledgerDays, from: 'end of the delivery' },
    { store: 'ledger', kind: 'PERSON', content: 'CRM records of senders', days: personDays },
    { store: 'ledger', kind: 'RECORD', content: 'CRM records that mails share', days: personDays },
    { store: 'ledger', kind: 'OFFERS', content: 'mails that wait for a review', days: reviewDays },
    { store: 'ledger', kind: 'REVIEWS', content: 'judgements of reviews', days: ledgerDays },
    { store: 'ledger', kind: 'FORWARDINGS', content: 'requests to confirm a forwarding', days: forwardingDays },
    { store: 'ledger', kind: 'ENTRY', content: 'entries of the feed', days: ledgerDays },
    { store: 'ledger', kind: 'FEED', content: 'places of deliveries in the feed', days: ledgerDays },
    { store: 'ledger', kind: 'HEAD', content: 'the newest place of the feed', days: 'while needed' },
    { store: 'ledger', kind: 'ACKS', content: 'confirmations of the feed', days: ledgerDays, from: 'last write' },
    ...listKinds(ledgerDays),
    { store: 'ledger', kind: 'READING', content: 'marks of readings', days: readingDays, from: 'last write' },
    { store: 'ledger', kind: 'ASKED', content: 'answers of CRMs about people', days: askedDays },
    { store: 'ledger', kind: 'TOKEN', content: 'access tokens of CRMs', days: 'own validity' },
    { store: 'ledger', kind: 'BRAKE', content: 'windows of the brake', days: brakeDays, from: 'end of the window' },
    { store: 'ledger', kind: 'DEAL', content: 'moves of deals', days: dealMoveDays },
    { store: 'ledger', kind: 'QUOTA', content: 'counts of requests to the API', days: 'own validity' },
    { store: 'ledger', kind: 'REPLAY', content: 'replays and their progress', days: replayDays },
    { store: 'ledger', kind: 'PARK', content: 'deliveries that wait', days: 'while needed' },
    { store: 'ledger', kind: 'CONNECTION', content: 'circuits and rates', days: 'while needed' },
    { store: 'ledger', kind: 'RECONCILED', content: 'the mark of the sweep', days: 'while needed' },
    { store: 'ledger', kind: 'SEEN', content: 'fields of mappings that differ', days: 'while needed' },
    { store: 'ledger', kind: 'FLIGHT', content: 'the canary that is under way', days: 'while needed' },
    { store: 'ledger', kind: 'AUDIT', content: 'acts of people: redrives, replays, holds, erasures', days: 'for ever' },
    { store: 'threads', kind: 'M', content: 'marks of conversations (hashed)', days: inactiveDays, from: 'last write' },
    { store: 'threads', kind: 'T', content: 'merges of conversations', days: inactiveDays, from: 'last write' },
    { store: 'consent', kind: 'CONSENT', content: 'who may be mailed', days: 'for ever' },
    { store: 'consent', kind: 'HISTORY', content: 'the proof of it', days: 'for ever' },
    { store: 'consent', kind: 'TARGET', content: 'what each system was told', days: 'for ever' },
    { store: 'consent', kind: 'REVIEW', content: 'unproven changes', days: reviewDays },
    { store: 'consent', kind: 'SEGMENTS', content: 'segments of people', days: 'for ever' },
    { store: 'consent', kind: 'CONTACT', content: 'addresses of one person', days: 'for ever' },
    { store: 'consent', kind: 'HOLD', content: 'providers on hold', days: 'while needed' },
    { store: 'consent', kind: 'RATE', content: 'hourly counts of providers', days: rateDays },
    { store: 'consent', kind: 'INTAKE', content: 'tokens of signed webhooks', days: 'own validity' },
    { store: 'control', kind: '', content: 'integrations, connections and keys of the API', days: 'for ever' },
    { store: 'logs', kind: '', content: 'logs of functions and API, with ids only', days: logDays },
  ];
}
