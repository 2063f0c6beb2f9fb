// Rules of an org: they reject records that the schema allows.

import type { Fields } from '../fields.ts';
import type { RecordStore } from './record-store.ts';
import type { SandboxAnswer } from './sandbox-vendor.ts';

/** The fields that a matching rule of the org compares, by object; the standard rules are looser. */
const compared: Readonly<Record<string, readonly string[]>> = {
  Contact: ['FirstName', 'LastName'],
  Account: ['Name'],
};

/**
 * Adds a duplicate rule: records that have the same name are duplicates.
 *
 * @param action `alert`: a client may ask to save a duplicate all the same. `block`: no client may
 * @see https://developer.salesforce.com/docs/platform/api-rest/guide/headers-duplicaterules.html
 */
export const addDuplicateRule = (store: RecordStore, object: string, action: 'alert' | 'block'): void =>
  void store.insert('duplicateRule', { object, action });

/** Adds a validation rule: a field may not hold a text. */
export const addValidationRule = (store: RecordStore, object: string, field: string, forbidden: string): void =>
  void store.insert('validationRule', { object, field, forbidden });

/** Whether the header of a request, or of a part of a composite request, lets alerts pass. */
export const passesAlerts = (headers: Fields): boolean => {
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === 'sforce-duplicate-rule-header');
  return /(?:^|;)\s*allowSave=true\s*(?:;|$)/.test(String(header?.[1]));
};

/** The org's refusal of a new record or of changed fields, by its rules. */
export function ruleRefusal(
  store: RecordStore,
  object: string,
  fields: Fields,
  mayPassAlerts: boolean,
): SandboxAnswer | undefined {
  const rulesOf = (type: string): Fields[] =>
    store.list(type).flatMap(({ body }) => (body.object === object ? [body] : []));
  const broken = rulesOf('validationRule').find(({ field, forbidden }) =>
    String(fields[String(field)] ?? '').includes(String(forbidden)),
  );
  if (broken !== undefined)
    return refuse({
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: 'This is not how we do it.',
      fields: [String(broken.field)],
    });
  const names = compared[object] ?? [];
  const isSame = (record: Fields): boolean => names.every((name) => (record[name] ?? '') === (fields[name] ?? ''));
  const rule = rulesOf('duplicateRule').find(({ action }) => action === 'block' || !mayPassAlerts);
  if (rule === undefined || !store.list(object).some(({ body }) => isSame(body))) return undefined;
  const allowSave = rule.action === 'alert';
  return refuse({
    duplicateResult: { allowSave, duplicateRule: 'Standard_Rule', duplicateRuleEntityType: object, matchResults: [] },
    errorCode: 'DUPLICATES_DETECTED',
    message: 'Use one of these records?',
  });
}

const refuse = (error: Fields): SandboxAnswer => ({ status: 400, body: [error] });
