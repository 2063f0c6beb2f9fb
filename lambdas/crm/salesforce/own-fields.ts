/** Our own field on every object that we write: an external id, unique. */
export const keyField = 'Postern_Key__c';

/** Our own field on contacts and leads: the purposes that Postern ended there, as in `marketing;sales`. */
export const suppressedForField = 'Postern_Suppressed_For__c';

/** Our own field on records: the mapping that made them, with its version. */
export const mappingVersionField = 'Postern_Mapping_Version__c';

/** A field of ours, as an org has it after its set-up. */
export interface OwnField {
  readonly object: string;
  readonly name: string;
  readonly label: string;
  /** In characters; of a number in digits. */
  readonly length: number;
  /** Absent: a text. */
  readonly type?: 'Number';
  readonly isKey?: true;
  /** Mail is delivered without it. */
  readonly isOptional?: true;
}

const keyOf = (object: string): OwnField => ({ object, name: keyField, label: 'Postern key', length: 64, isKey: true });

/** A field that mails and people do without. */
const optional = (object: string, name: string, label: string, length: number): OwnField => ({
  object,
  name,
  label,
  length,
  isOptional: true,
});
const mailField = (name: string, label: string, length: number): OwnField =>
  optional('EmailMessage', name, label, length);

/** Every field of ours. */
export const ownFields: readonly OwnField[] = [
  ...['Account', 'Contact', 'Opportunity', 'EmailMessage', 'Task'].map(keyOf),
  // Only new people as leads, and uploads of attachments, need these.
  ...['Lead', 'ContentVersion'].map((object): OwnField => ({ ...keyOf(object), isOptional: true })),
  mailField('Postern_Event_Id__c', 'Postern event id', 64),
  mailField('Postern_Thread_Key__c', 'Postern thread key', 80),
  mailField('Postern_Kind__c', 'Postern mail kind', 40),
  { ...mailField('Postern_Trust__c', 'Postern trust', 3), type: 'Number' },
  { ...mailField('Postern_Attachments__c', 'Postern attachments', 5), type: 'Number' },
  ...['EmailMessage', 'Account', 'Contact', 'Lead', 'Opportunity'].map((object) =>
    optional(object, mappingVersionField, 'Postern mapping version', 60),
  ),
  ...['Contact', 'Lead'].map((object) => optional(object, suppressedForField, 'Postern suppressed for', 40)),
];

/** Names of our fields that a record does without. */
export const optionalNames: ReadonlySet<string> = new Set(
  ownFields.flatMap(({ name, isKey }) => (isKey ? [] : [name])),
);
