import * as z from 'zod';
import { path } from '../router.ts';
import { type ContractRow, emailText, numericId, textUpTo } from './contract.ts';

const docs = 'https://developer.zendesk.com/api-reference/sales-crm';

const tags = z.array(z.string()).optional();
const custom_fields = z.record(z.string(), z.unknown()).optional();
const contact = z.strictObject({
  name: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  email: emailText.optional(),
  is_organization: z.boolean().optional(),
  contact_id: numericId.optional(),
  owner_id: numericId.optional(),
  website: z.string().optional(),
  phone: z.string().optional(),
  title: z.string().optional(),
  tags,
  custom_fields,
});
const deal = z.strictObject({
  name: textUpTo(255),
  contact_id: numericId,
  owner_id: numericId.optional(),
  value: z.union([z.number(), z.string()]).optional(),
  currency: z.string().optional(),
  hot: z.boolean().optional(),
  stage_id: numericId.optional(),
  source_id: numericId.optional(),
  estimated_close_date: z.string().optional(),
  tags,
  custom_fields,
});
const resource = { resource_type: z.enum(['lead', 'contact', 'deal']), resource_id: numericId };
const note = z.strictObject({ ...resource, content: z.string(), is_important: z.boolean().optional(), tags });
const task = z.strictObject({
  ...z.object(resource).partial().shape,
  content: z.string(),
  due_date: z.iso.datetime({ offset: true }).optional(),
  owner_id: numericId.optional(),
  remind_at: z.string().optional(),
  completed: z.boolean().optional(),
});

const pages = ['page', 'per_page', 'sort_by'];

/** The operations of one kind of record; its fields lie in `data`. */
function recordRows(kind: string, shape: z.ZodObject, query: readonly string[]): ContractRow[] {
  const page = `${docs}/resources/${kind}/`;
  const envelope = (data: z.ZodType) => z.strictObject({ data, meta: z.looseObject({}).optional() });
  return [
    { method: 'POST', path: path(`/v2/${kind}`), page, body: envelope(shape) },
    { method: 'GET', path: path(`/v2/${kind}`), page, query: [...pages, ...query] },
    { method: 'GET', path: path(`/v2/${kind}/:id(\\d+)`), page },
    { method: 'PUT', path: path(`/v2/${kind}/:id(\\d+)`), page, body: envelope(shape.partial()) },
  ];
}

/**
 * The operations of Zendesk Sell that a mail needs. Zendesk publishes no contract: each names its page.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/
 */
export const zendeskSellContract: readonly ContractRow[] = [
  { method: 'GET', path: path('/v2/users/self'), page: `${docs}/resources/users/` },
  { method: 'GET', path: path('/v2/pipelines'), page: `${docs}/resources/pipelines/`, query: pages },
  { method: 'GET', path: path('/v2/stages'), page: `${docs}/resources/stages/`, query: [...pages, 'pipeline_id'] },
  {
    // The sandbox checks each query by itself, because a wrong query fails alone.
    method: 'POST',
    path: path('/v3/contacts/search'),
    page: `${docs}/search/query-language`,
    body: z.strictObject({ items: z.array(z.strictObject({ data: z.looseObject({}) })).min(1) }),
  },
  {
    method: 'GET',
    path: path('/v2/deals/:id(\\d+)/associated_contacts'),
    page: `${docs}/resources/associated-contacts/`,
    query: pages,
  },
  ...recordRows('contacts', contact, ['ids', 'email']),
  ...recordRows('deals', deal, ['contact_id', 'ids']),
  ...recordRows('notes', note, ['resource_type', 'resource_id']),
  ...recordRows('tasks', task, ['resource_type', 'resource_id']),
];
