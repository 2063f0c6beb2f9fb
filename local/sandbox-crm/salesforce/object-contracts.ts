// Salesforce's own objects, as far as mails touch them: types and lengths from the Field Reference, what is required, restricted or
// read-only from the Object Reference.

import { stageNames } from './stages.ts';

/** A field as the Field Reference and the Object Reference document it. */
export interface FieldContract {
  readonly type: 'string' | 'email' | 'boolean' | 'double' | 'date' | 'datetime' | 'reference' | 'picklist' | 'base64';
  /** In characters; 0 where the reference names none. */
  readonly length: number;
  /** The values of a restricted picklist. */
  readonly values?: readonly string[];
  /** Objects that it names a record of. */
  readonly refersTo?: readonly string[];
  /** Neither *Create* nor *Update* is among its properties. */
  readonly isReadOnly?: true;
}

/** An object as Salesforce documents it. */
interface ObjectContract {
  /** The first three characters of its ids. */
  readonly prefix: string;
  /** The page of its fields in the Field Reference, which holds their types and lengths. */
  readonly page: string;
  readonly required: readonly string[];
  readonly fields: Readonly<Record<string, FieldContract>>;
}

const string = (length: number): FieldContract => ({ type: 'string', length });
const email = (length: number): FieldContract => ({ type: 'email', length });
const reference = (...refersTo: readonly string[]): FieldContract => ({ type: 'reference', length: 18, refersTo });
const picklist = (length: number, values?: readonly string[]): FieldContract =>
  values === undefined ? { type: 'picklist', length } : { type: 'picklist', length, values };
const readOnly = (field: FieldContract): FieldContract => ({ ...field, isReadOnly: true });
const boolean: FieldContract = { type: 'boolean', length: 0 };
const date: FieldContract = { type: 'date', length: 0 };
const datetime: FieldContract = { type: 'datetime', length: 0 };

/** The page of an object in the Field Reference. */
const fieldReference = (object: string): string =>
  `https://developer.salesforce.com/docs/platform/field-reference/references/field-reference/salesforce-field-reference-${object.toLowerCase()}.html`;

/** Fields that contacts and leads have in common. */
const person = {
  Email: email(80),
  LastName: string(80),
  FirstName: string(40),
  LeadSource: picklist(255),
  Description: string(32_000),
  Phone: string(40),
  HasOptedOutOfEmail: boolean,
  DoNotCall: boolean,
  OwnerId: reference(),
} as const;

/**
 * The objects, by name.
 *
 * @see https://developer.salesforce.com/docs/platform/field-reference/references/field-reference/
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/
 */
export const objectContracts: Readonly<Record<string, ObjectContract>> = {
  Account: {
    prefix: '001',
    page: fieldReference('Account'),
    required: ['Name'],
    fields: { Name: string(255), Website: string(255), Phone: string(40), OwnerId: reference() },
  },
  Contact: {
    prefix: '003',
    page: fieldReference('Contact'),
    required: ['LastName'],
    fields: { ...person, AccountId: reference('Account') },
  },
  Lead: {
    prefix: '00Q',
    page: fieldReference('Lead'),
    required: ['LastName', 'Company'],
    fields: {
      ...person,
      Company: string(255),
      Status: picklist(255),
      IsConverted: readOnly(boolean),
      ConvertedContactId: readOnly(reference('Contact')),
      ConvertedOpportunityId: readOnly(reference('Opportunity')),
      ConvertedDate: readOnly(date),
      LastModifiedDate: readOnly(datetime),
      CreatedDate: readOnly(datetime),
    },
  },
  Opportunity: {
    prefix: '006',
    page: fieldReference('Opportunity'),
    required: ['Name', 'StageName', 'CloseDate'],
    fields: {
      Name: string(120),
      StageName: picklist(255, stageNames),
      IsClosed: readOnly(boolean),
      LastStageChangeDate: readOnly(datetime),
      LeadSource: picklist(255),
      CloseDate: date,
      AccountId: reference('Account'),
      OwnerId: reference(),
    },
  },
  OpportunityContactRole: {
    prefix: '00K',
    page: fieldReference('OpportunityContactRole'),
    required: ['OpportunityId', 'ContactId'],
    fields: {
      OpportunityId: reference('Opportunity'),
      ContactId: reference('Contact'),
      Role: picklist(255),
      IsPrimary: boolean,
    },
  },
  Case: {
    prefix: '500',
    page: fieldReference('Case'),
    required: [],
    fields: {
      Subject: string(255),
      Status: picklist(255),
      SuppliedEmail: email(80),
      ContactEmail: readOnly(email(80)),
      ContactId: reference('Contact'),
      AccountId: reference('Account'),
    },
  },
  EmailMessage: {
    prefix: '02s',
    page: fieldReference('EmailMessage'),
    required: [],
    fields: {
      Incoming: boolean,
      // New, read, replied, sent, forwarded, draft.
      Status: picklist(40, ['0', '1', '2', '3', '4', '5']),
      Subject: string(3000),
      TextBody: string(32_000),
      HtmlBody: string(131_072),
      MessageDate: datetime,
      FromAddress: email(1000),
      FromName: string(1000),
      ToAddress: string(4000),
      CcAddress: string(4000),
      MessageIdentifier: string(765),
      ThreadIdentifier: string(765),
      ReplyToEmailMessageId: reference('EmailMessage'),
      RelatedToId: reference('Account', 'Opportunity', 'Case'),
      ParentId: reference('Case'),
    },
  },
  EmailMessageRelation: {
    prefix: '0Dk',
    page: fieldReference('EmailMessageRelation'),
    required: ['EmailMessageId', 'RelationType'],
    fields: {
      EmailMessageId: reference('EmailMessage'),
      RelationId: reference('Contact', 'Lead'),
      RelationType: picklist(40, ['ToAddress', 'CcAddress', 'BccAddress', 'FromAddress']),
      RelationAddress: string(255),
    },
  },
  Task: {
    prefix: '00T',
    page: fieldReference('Task'),
    required: ['Status'],
    fields: {
      Subject: string(255),
      Description: string(32_000),
      Status: picklist(255),
      TaskSubtype: picklist(40, ['Task', 'Email', 'ListEmail', 'Call', 'LinkedIn', 'Cadence']),
      ActivityDate: date,
      WhoId: reference('Contact', 'Lead'),
      WhatId: reference('Account', 'Opportunity', 'Case'),
      OwnerId: reference(),
    },
  },
  ContentVersion: {
    prefix: '068',
    page: fieldReference('ContentVersion'),
    required: ['PathOnClient', 'VersionData'],
    fields: {
      Title: string(255),
      PathOnClient: string(500),
      VersionData: { type: 'base64', length: 0 },
      FirstPublishLocationId: reference('EmailMessage', 'Task'),
    },
  },
};
