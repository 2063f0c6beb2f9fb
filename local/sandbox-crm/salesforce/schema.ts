/** Where the REST API of every version begins, as a pattern of paths. */
export const dataPath = '/services/data/v:version(\\d+).0';

/** The org's only user, who is an administrator. */
export const userId = '005000000007001AAA';

/** An object of the sandbox's org. */
interface ObjectSchema {
  /** Fields by their lengths in characters; 0 for a field that is not a text. */
  readonly lengths: Readonly<Record<string, number>>;
  readonly required: readonly string[];
  /** Fields that name records of other objects. */
  readonly references: Readonly<Record<string, readonly string[]>>;
}

const posternFields = {
  Postern_Key__c: 64,
  Postern_Event_Id__c: 64,
  Postern_Thread_Key__c: 80,
  Postern_Kind__c: 40,
  Postern_Mapping_Version__c: 60,
};

/** Salesforce's own objects with the fields that a mail touches, and Postern's fields. */
export const objects: Readonly<Record<string, ObjectSchema>> = {
  Account: {
    lengths: { Name: 255, Website: 255, ...posternFields },
    required: ['Name'],
    references: {},
  },
  Contact: {
    lengths: {
      Email: 80,
      LastName: 80,
      FirstName: 40,
      LeadSource: 40,
      AccountId: 18,
      HasOptedOutOfEmail: 0,
      Region__c: 40,
      Phone: 40,
      OwnerId: 18,
      ...posternFields,
    },
    required: ['LastName'],
    references: { AccountId: ['Account'] },
  },
  Lead: {
    lengths: { Email: 80, LastName: 80, HasOptedOutOfEmail: 0, IsConverted: 0 },
    required: ['LastName'],
    references: {},
  },
  OpportunityContactRole: {
    lengths: { OpportunityId: 18, ContactId: 18, Role: 40, IsPrimary: 0, 'Contact.Email': 80 },
    required: ['OpportunityId', 'ContactId'],
    references: { OpportunityId: ['Opportunity'], ContactId: ['Contact'] },
  },
  Opportunity: {
    lengths: {
      'Account.Website': 255,
      Name: 120,
      StageName: 40,
      IsClosed: 0,
      LastStageChangeDate: 30,
      LeadSource: 40,
      CloseDate: 10,
      AccountId: 18,
      OwnerId: 18,
      ...posternFields,
    },
    required: ['Name', 'StageName', 'CloseDate'],
    references: { AccountId: ['Account'] },
  },
  Case: {
    lengths: {
      Subject: 255,
      Status: 40,
      SuppliedEmail: 80,
      ContactEmail: 80,
      ContactId: 18,
      AccountId: 18,
      'Contact.Email': 80,
      'Account.Website': 255,
    },
    required: [],
    references: { ContactId: ['Contact'], AccountId: ['Account'] },
  },
  EmailMessage: {
    lengths: {
      Incoming: 0,
      Status: 2,
      Subject: 3000,
      TextBody: 32_000,
      MessageDate: 30,
      FromAddress: 1000,
      FromName: 1000,
      ToAddress: 4000,
      CcAddress: 4000,
      MessageIdentifier: 765,
      ParentId: 18,
      RelatedToId: 18,
      ...posternFields,
    },
    required: [],
    references: { ParentId: ['Case'], RelatedToId: ['Account', 'Opportunity', 'Case'] },
  },
  Task: {
    lengths: {
      Subject: 255,
      Description: 32_000,
      Status: 40,
      TaskSubtype: 40,
      ActivityDate: 10,
      WhoId: 18,
      WhatId: 18,
      OwnerId: 18,
      ...posternFields,
    },
    required: ['Status'],
    references: { WhoId: ['Contact', 'Lead'], WhatId: ['Account', 'Opportunity', 'Case'] },
  },
  ContentVersion: {
    lengths: { Title: 255, PathOnClient: 500, VersionData: 0, FirstPublishLocationId: 18, ...posternFields },
    required: ['PathOnClient', 'VersionData'],
    references: { FirstPublishLocationId: ['EmailMessage', 'Task'] },
  },
  EmailMessageRelation: {
    lengths: { EmailMessageId: 18, RelationId: 18, RelationType: 20, RelationAddress: 320 },
    required: ['EmailMessageId', 'RelationType'],
    references: { EmailMessageId: ['EmailMessage'], RelationId: ['Contact', 'Lead'] },
  },
};

/** The first characters of an id name its object. */
export const prefixes: Readonly<Record<string, string>> = {
  Account: '001',
  Contact: '003',
  Lead: '00Q',
  Opportunity: '006',
  OpportunityContactRole: '00K',
  Case: '500',
  EmailMessage: '02s',
  EmailMessageRelation: '0Dk',
  Task: '00T',
  ContentVersion: '068',
};

export const lengthOf = (object: string, field: string): number | undefined => objects[object]?.lengths[field];

/** An object's description. @param hidden fields that the user does not see */
export const describe = (object: string, hidden: readonly string[] = []) => ({
  name: object,
  createable: true,
  fields: Object.entries(objects[object]!.lengths)
    .filter(([name]) => !hidden.includes(name))
    .map(([name, length]) => ({
      name,
      length,
      type: length > 0 ? 'string' : 'boolean',
      createable: true,
      nillable: !objects[object]!.required.includes(name),
      defaultedOnCreate: false,
      ...(name === 'Postern_Key__c' ? { externalId: true, unique: true } : {}),
    })),
});
