import * as z from 'zod';
import { path } from '../router.ts';
import { type ContractRow, numericId, textUpTo } from './contract.ts';

const docs = 'https://developers.freshworks.com/crm/api/';

const target = { targetable_type: z.enum(['Contact', 'SalesAccount', 'Deal']), targetable_id: numericId };
const ownFields = z.record(z.string().startsWith('cf_'), z.unknown()).optional();
const contact = z.looseObject({ custom_field: ownFields });
const account = z.looseObject({ name: textUpTo(255), custom_field: ownFields });
const deal = z.looseObject({ name: textUpTo(255), custom_field: ownFields });
const task = z.strictObject({
  title: textUpTo(255),
  description: z.string().optional(),
  due_date: z.iso.datetime({ offset: true }),
  owner_id: numericId.optional(),
  ...target,
});
const salesActivity = z.strictObject({
  sales_activity_type_id: numericId,
  title: textUpTo(255),
  notes: z.string().optional(),
  start_date: z.iso.datetime({ offset: true }),
  end_date: z.iso.datetime({ offset: true }),
  remote_id: z.string().optional(),
  ...target,
});
const rule = z.strictObject({
  attribute: z.string(),
  operator: z.enum(['is_in', 'is_not_in', 'contains', 'does_not_contain', 'starts_with', 'is_empty', 'is_not_empty']),
  value: z.unknown(),
});

/** The create, the read and the update of one kind of record; its fields lie under its name. */
const recordRows = (kind: string, anchor: string, name: string, shape: z.ZodObject): ContractRow[] => [
  { method: 'POST', path: path(`/${kind}`), page: `${docs}#create_${anchor}`, body: z.strictObject({ [name]: shape }) },
  { method: 'GET', path: path(`/${kind}/:id(\\d+)`), page: `${docs}#view_${anchor}`, query: ['include'] },
  {
    method: 'PUT',
    path: path(`/${kind}/:id(\\d+)`),
    page: `${docs}#update_${anchor}`,
    body: z.strictObject({ [name]: shape.partial() }),
  },
];

/**
 * The operations of Freshsales (Freshworks CRM) that a mail needs. Freshworks publishes no contract: each names its part
 * of the documentation.
 *
 * @see https://developers.freshworks.com/crm/api/
 */
export const freshsalesContract: readonly ContractRow[] = [
  { method: 'GET', path: path('/selector/sales_activity_types'), page: `${docs}#sales_activity_types` },
  { method: 'GET', path: path('/selector/deal_stages'), page: `${docs}#admin_configuration` },
  { method: 'GET', path: path('/selector/deal_pipelines'), page: `${docs}#admin_configuration` },
  {
    method: 'POST',
    path: path('/filtered_search/:kind(contact|sales_account|deal)'),
    page: `${docs}#filtered_search`,
    query: ['page', 'per_page'],
    body: z.strictObject({ filter_rule: z.array(rule).min(1) }),
  },
  {
    method: 'POST',
    path: path('/contacts/upsert'),
    page: `${docs}#upsert_contact`,
    body: z.strictObject({ unique_identifier: z.strictObject({ emails: z.string() }), contact }),
  },
  ...recordRows('contacts', 'a_contact', 'contact', contact),
  ...recordRows('sales_accounts', 'an_account', 'sales_account', account),
  ...recordRows('deals', 'a_deal', 'deal', deal),
  ...recordRows('tasks', 'a_task', 'task', task),
  {
    method: 'POST',
    path: path('/sales_activities'),
    page: `${docs}#create_sales_activity`,
    body: z.strictObject({ sales_activity: salesActivity }),
  },
  {
    method: 'GET',
    path: path('/:kind(contacts|deals)/:id(\\d+)/activities'),
    page: `${docs}#list_all_activities`,
    query: ['page', 'per_page'],
  },
  {
    method: 'GET',
    path: path('/contacts/:id(\\d+)/deals'),
    page: `${docs}#list_all_deals`,
    query: ['page', 'per_page'],
  },
];
