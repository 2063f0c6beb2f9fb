import * as z from 'zod';
import { path } from '../router.ts';
import { type ContractRow, emailText, textUpTo } from './contract.ts';

const docs = 'https://www.zoho.com/crm/developer/docs/api/v8';
const modules = ':module(Contacts|Leads|Accounts|Deals|Cases|Tasks)';

/**
 * The longest values of standard fields.
 *
 * @see https://help.zoho.com/portal/en/kb/crm/customize-crm-account/customizing-fields/articles/standard-modules-fields
 */
export const longestValues: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Contacts: { First_Name: 40, Last_Name: 80, Email: 100 },
  Leads: { First_Name: 40, Last_Name: 80, Company: 100, Email: 100, Phone: 30 },
  Accounts: { Account_Name: 100 },
};

const person = z.strictObject({ user_name: z.string(), email: emailText });
const module = z.strictObject({ api_name: z.string(), id: z.string() });
const associatedEmail = z.strictObject({
  from: person,
  to: z.array(person),
  cc: z.array(person).optional(),
  bcc: z.array(person).optional(),
  attachments: z.array(z.strictObject({ id: z.string() })).optional(),
  content: z.string().optional(),
  mail_format: z.enum(['html', 'text']).optional(),
  subject: textUpTo(250).optional(),
  original_message_id: z.string(),
  sent: z.boolean(),
  date_time: z.iso.datetime({ offset: true }),
  linked_record: z.strictObject({ module, id: z.string() }),
});
/** Fields of a record are the module's; `data` holds up to a hundred records. */
const records = z.strictObject({
  data: z.array(z.looseObject({})).min(1).max(100),
  trigger: z.array(z.string()).optional(),
  process: z.array(z.string()).optional(),
  duplicate_check_fields: z.array(z.string()).optional(),
  wf_trigger: z.string().optional(),
  lar_id: z.string().optional(),
});
const newField = z.strictObject({
  field_label: textUpTo(50),
  data_type: z.string(),
  length: z.int().max(255).optional(),
  unique: z.strictObject({ casesensitive: z.string() }).optional(),
});
const relatedList = ['fields', 'ids', 'page', 'per_page'];

/**
 * The operations of Zoho CRM v8 that a mail needs, from Zoho's OpenAPI files.
 *
 * @see https://github.com/zoho/crm-oas/tree/main/v8.0
 */
export const zohoContract: readonly ContractRow[] = [
  { method: 'GET', path: path('/crm/v8/org'), page: `${docs}/get-org-data.html` },
  { method: 'GET', path: path('/crm/v8/settings/modules'), page: `${docs}/modules-api.html`, query: ['status'] },
  {
    method: 'GET',
    path: path('/crm/v8/settings/fields'),
    page: `${docs}/field-meta.html`,
    query: ['module', 'type'],
    requiredQuery: ['module'],
  },
  {
    method: 'POST',
    path: path('/crm/v8/settings/fields'),
    page: `${docs}/create-field.html`,
    query: ['module'],
    requiredQuery: ['module'],
    body: z.strictObject({ fields: z.array(newField).min(1).max(5) }),
  },
  {
    method: 'POST',
    path: path('/crm/v8/coql'),
    page: `${docs}/COQL-Overview.html`,
    body: z.strictObject({ select_query: textUpTo(10_000) }),
  },
  {
    method: 'GET',
    path: path('/crm/v8/actions/email_available'),
    page: `${docs}/associate-email.html`,
    query: ['orginal_message_id'],
    requiredQuery: ['orginal_message_id'],
  },
  {
    method: 'POST',
    path: path('/crm/v8/files'),
    page: `${docs}/upload-files-to-zfs.html`,
    query: ['type'],
    body: z.strictObject({ file: z.looseObject({}) }),
  },
  { method: 'POST', path: path(`/crm/v8/${modules}`), page: `${docs}/insert-records.html`, body: records },
  { method: 'PUT', path: path(`/crm/v8/${modules}`), page: `${docs}/update-records.html`, body: records },
  { method: 'POST', path: path(`/crm/v8/${modules}/upsert`), page: `${docs}/upsert-records.html`, body: records },
  { method: 'GET', path: path(`/crm/v8/${modules}/:id`), page: `${docs}/get-records.html`, query: ['fields'] },
  {
    method: 'GET',
    path: path('/crm/v8/Deals/:id/Contact_Roles'),
    page: `${docs}/get-records-from-related-list.html`,
    query: relatedList,
    requiredQuery: ['fields'],
  },
  {
    method: 'GET',
    path: path('/crm/v8/Deals/:id/Stage_History'),
    page: `${docs}/get-records-from-related-list.html`,
    query: relatedList,
    requiredQuery: ['fields'],
  },
  {
    method: 'GET',
    path: path(`/crm/v8/${modules}/:id/Tasks`),
    page: `${docs}/get-records-from-related-list.html`,
    query: relatedList,
    requiredQuery: ['fields'],
  },
  {
    method: 'POST',
    path: path(`/crm/v8/${modules}/:id/actions/associate_email`),
    page: `${docs}/associate-email.html`,
    body: z.strictObject({ Emails: z.array(associatedEmail).min(1) }),
  },
];
