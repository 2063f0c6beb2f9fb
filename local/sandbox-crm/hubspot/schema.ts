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
    text('lifecyclestage', { hasHistory: true }),
    text('lastmodifieddate', { type: 'datetime', readOnly: true }),
    text('hs_object_id', { readOnly: true }),
  ],
  companies: [text('domain'), text('name'), text('hs_object_id', { readOnly: true })],
  deals: [
    text('dealname'),
    text('hs_lastmodifieddate', { type: 'datetime', readOnly: true }),
    owner,
    text('amount', { type: 'number' }),
    // The options are the pipelines of the account and their stages.
    text('pipeline', { type: 'enumeration' }),
    text('dealstage', { type: 'enumeration', hasHistory: true }),
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
  // The primary company of a contact.
  1: ['contacts', 'companies'],
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

/** A pipeline of deals. */
export interface Pipeline {
  readonly id: string;
  /** @default the id */
  readonly label?: string;
  readonly displayOrder: number;
  readonly stages: readonly PipelineStage[];
}

/** A stage of a pipeline. */
interface PipelineStage {
  readonly id: string;
  /** @default the id */
  readonly label?: string;
  readonly isClosed?: boolean;
  /** From 0.0 to 1.0; a closed stage with 1.0 is won. @default 0.5 */
  readonly probability?: string;
}

const defaultStages: readonly PipelineStage[] = [
  { id: 'appointmentscheduled', label: 'Appointment Scheduled', probability: '0.2' },
  { id: 'qualifiedtobuy', label: 'Qualified To Buy', probability: '0.4' },
  { id: 'presentationscheduled', label: 'Presentation Scheduled', probability: '0.6' },
  { id: 'decisionmakerboughtin', label: 'Decision Maker Bought-In', probability: '0.8' },
  { id: 'contractsent', label: 'Contract Sent', probability: '0.9' },
  { id: 'closedwon', label: 'Closed Won', isClosed: true, probability: '1.0' },
  { id: 'closedlost', label: 'Closed Lost', isClosed: true, probability: '0.0' },
];

/** The pipeline that every account begins with. @see https://developers.hubspot.com/docs/api-reference/latest/crm/pipelines/guide */
export const defaultPipelines: readonly Pipeline[] = [
  { id: 'default', label: 'Sales Pipeline', displayOrder: 0, stages: defaultStages },
];
