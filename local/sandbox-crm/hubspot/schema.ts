/** A property as the sandbox knows it, in HubSpot's words. */
export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: 'string' | 'number' | 'datetime' | 'enumeration';
  readonly hasUniqueValue?: boolean;
  readonly readOnly?: boolean;
  readonly options?: readonly string[];
  /** Whether HubSpot keeps the former values with their times. */
  readonly hasHistory?: boolean;
}

export const objectTypes = ['contacts', 'companies', 'deals', 'tickets', 'emails', 'tasks', 'files'] as const;
export type ObjectType = (typeof objectTypes)[number];

export const isObjectType = (text: string | undefined): text is ObjectType => objectTypes.some((type) => type === text);

const text = (name: string, extra: Partial<PropertyDefinition> = {}): PropertyDefinition => ({
  name,
  label: name,
  type: 'string',
  ...extra,
});

/** The owner of a record: the account's only user. */
const owner = text('hubspot_owner_id', { type: 'enumeration', options: ['7001'] });

/** A stage as HubSpot describes it: its metadata are texts. */
const stage = (id: string, label: string, displayOrder: number, probability: string) => ({
  id,
  label,
  displayOrder,
  metadata: { isClosed: String(['0.0', '1.0'].includes(probability)), probability },
  archived: false,
});

/** The pipelines of deals: the one that every account begins with, and another. */
export const dealPipelines = [
  {
    id: 'default',
    label: 'Sales Pipeline',
    displayOrder: 0,
    stages: [
      stage('appointmentscheduled', 'Appointment Scheduled', 0, '0.2'),
      stage('qualifiedtobuy', 'Qualified To Buy', 1, '0.4'),
      stage('presentationscheduled', 'Presentation Scheduled', 2, '0.6'),
      stage('contractsent', 'Contract Sent', 4, '0.9'),
      stage('closedwon', 'Closed Won', 5, '1.0'),
      stage('closedlost', 'Closed Lost', 6, '0.0'),
    ],
  },
  {
    id: '20001',
    label: 'Renewals',
    displayOrder: 1,
    stages: [stage('9000001', 'Due', 0, '0.5'), stage('9000002', 'Contract Sent', 1, '0.8')],
  },
];

/** HubSpot's own properties, as far as an inbound mail touches them. */
export const builtIn: Record<ObjectType, readonly PropertyDefinition[]> = {
  contacts: [
    text('email', { hasUniqueValue: true }),
    // Further addresses of the same person, each as unique as the first.
    text('hs_additional_emails'),
    text('firstname'),
    text('lastname'),
    text('phone'),
    text('company'),
    owner,
    text('hs_email_optout', { readOnly: true, hasHistory: true }),
    text('lastmodifieddate', { type: 'datetime', readOnly: true }),
    text('hs_object_id', { readOnly: true }),
  ],
  companies: [text('domain'), text('name'), text('hs_object_id', { readOnly: true })],
  deals: [
    text('dealname'),
    text('hs_lastmodifieddate', { type: 'datetime', readOnly: true }),
    owner,
    text('amount', { type: 'number' }),
    text('pipeline', { type: 'enumeration', options: ['default', '20001'] }),
    text('dealstage', {
      type: 'enumeration',
      hasHistory: true,
      options: dealPipelines.flatMap(({ stages }) => stages.map(({ id }) => id)),
    }),
    text('hs_object_id', { readOnly: true }),
  ],
  tickets: [
    text('subject'),
    text('content'),
    text('hs_pipeline', { type: 'enumeration', options: ['0'] }),
    text('hs_pipeline_stage', { type: 'enumeration', options: ['1', '2', '3', '4'] }),
    text('hs_object_id', { readOnly: true }),
  ],
  // Files are not records, but the store keeps them as records.
  files: [],
  tasks: [
    text('hs_timestamp', { type: 'datetime' }),
    text('hs_task_subject'),
    owner,
    text('hs_task_body'),
    text('hs_task_status', { type: 'enumeration', options: ['NOT_STARTED', 'IN_PROGRESS', 'COMPLETED'] }),
    text('hs_task_type', { type: 'enumeration', options: ['TODO', 'EMAIL', 'CALL'] }),
    text('hs_object_id', { readOnly: true }),
  ],
  emails: [
    text('hs_timestamp', { type: 'datetime' }),
    text('hs_email_direction', { type: 'enumeration', options: ['EMAIL', 'INCOMING_EMAIL', 'FORWARDED_EMAIL'] }),
    text('hs_email_subject'),
    text('hs_email_text'),
    text('hs_email_html'),
    text('hs_email_headers'),
    text('hs_email_status', { type: 'enumeration', options: ['BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING', 'SENT'] }),
    text('hs_attachment_ids'),
    text('hs_email_from_email', { readOnly: true }),
    text('hs_email_thread_id', { readOnly: true }),
    text('hs_object_id', { readOnly: true }),
  ],
};

/** Properties without which HubSpot creates no record. */
export const required: Partial<Record<ObjectType, readonly string[]>> = {
  emails: ['hs_timestamp'],
  tasks: ['hs_timestamp'],
};

/** Association types by id. @see https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide */
export const associationTypes: Readonly<Record<number, readonly [from: ObjectType, to: ObjectType]>> = {
  3: ['deals', 'contacts'],
  5: ['deals', 'companies'],
  16: ['tickets', 'contacts'],
  224: ['emails', 'tickets'],
  230: ['tasks', 'tickets'],
  339: ['tickets', 'companies'],
  186: ['emails', 'companies'],
  192: ['tasks', 'companies'],
  204: ['tasks', 'contacts'],
  216: ['tasks', 'deals'],
  198: ['emails', 'contacts'],
  210: ['emails', 'deals'],
  279: ['contacts', 'companies'],
};

/** The most properties with unique values that HubSpot allows on one object. */
export const maxUniqueProperties = 10;
