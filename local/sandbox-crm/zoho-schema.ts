import { type Fields, fieldsOf } from '../fields.ts';
import type { RecordStore } from './record-store.ts';
import { isText, isUser, unknownField } from './sandbox-vendor.ts';
import { longestValues } from './zoho-contract.ts';

/** Fields by module. */
export const known: Readonly<Record<string, readonly string[]>> = {
  Tasks: ['Subject', 'Due_Date', 'Description', 'Who_Id', 'What_Id', '$se_module', 'Owner'],
  Contacts: [
    'id',
    'Email',
    'Secondary_Email',
    'Last_Name',
    'First_Name',
    'Lead_Source',
    'Account_Name',
    'Email_Opt_Out',
    'Phone',
    'Region',
    'Description',
    'Owner',
  ],
  Leads: [
    'id',
    'Email',
    'Secondary_Email',
    'Last_Name',
    'First_Name',
    'Company',
    'Lead_Source',
    'Email_Opt_Out',
    'Phone',
    'Region',
    'Description',
    'Owner',
  ],
  Accounts: ['id', 'Account_Name', 'Website', 'Description'],
  Cases: ['id', 'Subject', 'Email', 'Status', 'Related_To', 'Account_Name', 'Owner'],
  Deals: [
    'id',
    'Deal_Name',
    'Stage',
    'Postern_Thread_Key',
    'Contact_Name',
    'Account_Name',
    'Description',
    'Owner',
    'Created_Time',
    'Modified_Time',
  ],
};
/** The mandatory field of each module. */
export const mandatory: Readonly<Record<string, string>> = {
  Tasks: 'Subject',
  Contacts: 'Last_Name',
  Leads: 'Last_Name',
  Accounts: 'Account_Name',
  Cases: 'Subject',
  Deals: 'Deal_Name',
};
/** Modules to which look-up fields lead. */
export const lookups: Readonly<Record<string, string>> = {
  Account_Name: 'Accounts',
  Contact_Name: 'Contacts',
  Related_To: 'Contacts',
  Who_Id: 'Contacts',
  What_Id: 'Deals',
};

/** The stages of the standard pipeline. */
const stages = ['Qualification', 'Needs Analysis', 'Negotiation', 'Closed Won', 'Closed Lost'];

/** The stages as the description of their field has them. */
export const stageValues = stages.map((stage, index) => ({
  actual_value: stage,
  display_value: stage,
  sequence_number: index + 1,
  forecast_type: stage.startsWith('Closed') ? stage : 'Open',
}));

/** The sandbox's only user. */
const userId = '7001';

/** The id of a module: a mail names it beside the module's name. */
export const moduleId = (module: string): string => `572501700000000${String(Object.keys(known).indexOf(module) + 1)}`;

/** The end of one record in a call for up to 100 records. */
export interface RecordResult extends Fields {
  readonly status: 'success' | 'error';
}

/** Why Zoho rejects a record; undefined when it takes the record. @param isWhole whether mandatory fields must be there */
export function problemOf(
  store: RecordStore,
  module: string,
  fields: Fields,
  isWhole: boolean,
): RecordResult | undefined {
  const stranger = unknownField(fields, known[module]!);
  if (stranger !== undefined) return invalidRecord('INVALID_DATA', stranger);
  if (fields.Owner !== undefined && !isUser(fieldsOf(fields.Owner).id, userId))
    return invalidRecord('INVALID_DATA', 'Owner');
  const wanted = mandatory[module]!;
  if (isWhole && !isText(fields[wanted])) return invalidRecord('MANDATORY_NOT_FOUND', wanted);
  const dangling = Object.entries(lookups).find(([name, target]) =>
    // The record that a task is about is of the module that stands beside it.
    isDangling(store, name === 'What_Id' ? String(fields.$se_module ?? target) : target, fields[name]),
  );
  if (dangling !== undefined) return invalidRecord('INVALID_DATA', dangling[0]);
  if (fields.Email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(String(fields.Email)))
    return invalidRecord('INVALID_DATA', 'Email');
  if (fields.Stage !== undefined && !stages.includes(String(fields.Stage)))
    return invalidRecord('INVALID_DATA', 'Stage');
  const tooLong = Object.entries(longestValues[module] ?? {}).find(
    ([name, maxLength]) => String(fields[name] ?? '').length > maxLength,
  );
  if (tooLong !== undefined) return invalidRecord('INVALID_DATA', tooLong[0]);
  return undefined;
}

/** Whether a look-up field names a record that does not exist. A text is a name, as `Accounts` has one. */
const isDangling = (store: RecordStore, target: string, value: unknown): boolean =>
  value !== undefined && typeof value !== 'string' && store.get(target, fieldsOf(value).id) === undefined;

const invalidRecord = (code: string, field: string): RecordResult => ({
  status: 'error',
  message: 'invalid',
  code,
  details: { api_name: field },
});
