import * as z from 'zod';
import { path } from '../router.ts';
import { type ContractRow, emailText } from './contract.ts';

const docs = 'https://developer.close.com/api/resources';

const at = z.iso.datetime({ offset: true });
const mail = z.strictObject({
  lead_id: z.string(),
  // A mail with any other status is sent, or waits for a person.
  status: z.enum(['inbox', 'draft', 'scheduled', 'outbox', 'sent', 'error']),
  account_id: z.string().nullish(),
  activity_at: at.nullish(),
  attachments: z
    .array(
      z.strictObject({
        url: z.string(),
        filename: z.string(),
        size: z.int(),
        content_type: z.string().nullish(),
        content_id: z.string().nullish(),
        inline_only: z.boolean().optional(),
      }),
    )
    .nullish(),
  bcc: z.array(z.string()).nullish(),
  body_html: z.string().nullish(),
  body_text: z.string().nullish(),
  cc: z.array(z.string()).nullish(),
  contact_id: z.string().nullish(),
  date_created: at.nullish(),
  in_reply_to_id: z.string().nullish(),
  sender: z.string().nullish(),
  subject: z.string().nullish(),
  to: z.array(z.string()).nullish(),
  user_id: z.string().nullish(),
});
const opportunity = z.strictObject({
  attachments: z.array(z.looseObject({})).nullish(),
  confidence: z.int().nullish(),
  contact_id: z.string().nullish(),
  date_won: z.string().nullish(),
  lead_id: z.string().nullish(),
  note: z.string().nullish(),
  pipeline_id: z.string().nullish(),
  status_id: z.string().nullish(),
  user_id: z.string().nullish(),
  value: z.int().nullish(),
  value_period: z.enum(['one_time', 'monthly', 'annual']).nullish(),
});
/** A condition, or a tree of conditions. */
const condition: z.ZodType = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['and', 'or']), queries: z.array(z.lazy(() => condition)) }),
  z.strictObject({ type: z.literal('object_type'), object_type: z.string() }),
  z.strictObject({
    type: z.literal('has_related'),
    this_object_type: z.string(),
    related_object_type: z.string(),
    related_query: z.lazy(() => condition),
  }),
  z.strictObject({
    type: z.literal('field_condition'),
    field: z.strictObject({ type: z.literal('regular_field'), object_type: z.string(), field_name: z.string() }),
    condition: z.strictObject({
      type: z.literal('text'),
      mode: z.enum(['full_words', 'phrase', 'beginning_of_words', 'exact_value']),
      value: z.string(),
    }),
  }),
]);
const search = z.strictObject({
  query: condition,
  _fields: z.record(z.string(), z.array(z.string())).optional(),
  _limit: z.int().min(1).max(200).optional(),
  cursor: z.string().nullish(),
});

/** The operations of one kind of record whose fields the sandbox knows by name. */
const recordRows = (kind: string, page: string, body: z.ZodType, query: readonly string[]): ContractRow[] => [
  { method: 'POST', path: path(`/api/v1/${kind}/`), page: `${page}/create`, body },
  {
    method: 'GET',
    path: path(`/api/v1/${kind}/`),
    page: `${page}/list`,
    query: ['_limit', '_skip', '_fields', ...query],
  },
  { method: 'GET', path: path(`/api/v1/${kind}/:id/`), page: `${page}/get`, query: ['_fields'] },
  { method: 'PUT', path: path(`/api/v1/${kind}/:id/`), page: `${page}/update`, body: z.looseObject({}) },
];

/**
 * The operations of Close that a mail needs, from Close's OpenAPI document; the search from its guide.
 *
 * @see https://developer.close.com/api/overview/introduction
 * @see https://developer.close.com/resources/advanced-filtering/
 */
export const closeContract: readonly ContractRow[] = [
  { method: 'GET', path: path('/api/v1/me/'), page: `${docs}/users/me`, query: ['_fields'] },
  {
    method: 'POST',
    path: path('/api/v1/data/search/'),
    page: 'https://developer.close.com/resources/advanced-filtering/',
    body: search,
  },
  {
    method: 'POST',
    path: path('/api/v1/unsubscribe/email/'),
    page: `${docs}/unsubscribed-emails/create`,
    body: z.strictObject({ email: emailText.max(500) }),
  },
  { method: 'GET', path: path('/api/v1/pipeline/'), page: `${docs}/pipelines/list`, query: ['_fields'] },
  {
    method: 'GET',
    path: path('/api/v1/activity/status_change/opportunity/'),
    page: `${docs}/activities/opportunity-status-change/list`,
    query: [
      'opportunity_id',
      'lead_id',
      'user_id',
      'date_created__gt',
      'date_created__lt',
      '_limit',
      '_skip',
      '_fields',
    ],
  },
  {
    method: 'POST',
    path: path('/api/v1/files/upload/'),
    page: `${docs}/files/create`,
    body: z.strictObject({ filename: z.string(), content_type: z.string() }),
  },
  // Amazon's storage, which an upload goes to.
  { method: 'POST', path: path('/storage/:id'), page: `${docs}/files`, body: z.looseObject({}) },
  ...recordRows('lead', `${docs}/leads`, z.looseObject({}), ['query']),
  ...recordRows('contact', `${docs}/contacts`, z.looseObject({}), ['lead_id']),
  ...recordRows('opportunity', `${docs}/opportunities`, opportunity, [
    'lead_id',
    'status_id',
    'date_updated__gte',
    '_order_by',
  ]),
  ...recordRows('task', `${docs}/tasks`, z.looseObject({}), ['lead_id', '_type']),
  ...recordRows('activity/email', `${docs}/activities/emails`, mail, [
    'lead_id',
    'contact_id',
    'activity_at__gte',
    'activity_at__lte',
    'activity_at__lt',
  ]),
];
