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

/** The create, the read and the update of one kind of record, each with its anchor; its fields lie under its name. */
const recordRows = (
  kind: string,
  [create, view, update]: readonly [create: string, view: string, update: string],
  name: string,
  shape: z.ZodObject,
): ContractRow[] => [
  { method: 'POST', path: path(`/${kind}`), page: `${docs}#${create}`, body: z.strictObject({ [name]: shape }) },
  { method: 'GET', path: path(`/${kind}/:id(\\d+)`), page: `${docs}#${view}`, query: ['include'] },
  {
    method: 'PUT',
    path: path(`/${kind}/:id(\\d+)`),
    page: `${docs}#${update}`,
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
  {
    method: 'GET',
    path: path('/selector/:kind(sales_activity_types|lead_sources|deal_stages|deal_pipelines)'),
    page: `${docs}#admin_configuration`,
  },
  {
    method: 'POST',
    path: path('/filtered_search/:kind(contact|sales_account|deal)'),
    // In the chapter on search, without an anchor of its own.
    page: `${docs}#search`,
    query: ['page', 'per_page'],
    body: z.strictObject({ filter_rule: z.array(rule).min(1) }),
  },
  {
    method: 'POST',
    path: path('/contacts/upsert'),
    page: `${docs}#upsert_a_contact`,
    body: z.strictObject({ unique_identifier: z.strictObject({ emails: z.string() }), contact }),
  },
  ...recordRows('contacts', ['create_contact', 'view_a_contact', 'update_a_contact'], 'contact', contact),
  ...recordRows('sales_accounts', ['create_account', 'view_account', 'update_a_account'], 'sales_account', account),
  ...recordRows('deals', ['create_deal', 'view_a_deal', 'update_a_deal'], 'deal', deal),
  ...recordRows('tasks', ['create_task', 'view_task', 'update_task'], 'task', task),
  {
    method: 'POST',
    path: path('/sales_activities'),
    page: `${docs}#create_sales_activity`,
    body: z.strictObject({ sales_activity: salesActivity }),
  },
  {
    method: 'GET',
    path: path('/:kind(contacts|deals)/:id(\\d+)/activities'),
    page: `${docs}#list_all_contact_activities`,
    query: ['page', 'per_page'],
  },
  {
    method: 'GET',
    path: path('/contacts/:id(\\d+)/deals'),
    // The documentation lists the deals of a view, and of a contact among its examples alone.
    page: docs,
    query: ['page', 'per_page'],
  },
];
