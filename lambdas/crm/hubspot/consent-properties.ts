import * as z from 'zod/mini';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { call, propertyPath } from './api.ts';
import { createPropertyMaker, type OwnProperty } from './make-property.ts';

/** Properties that sales and marketing see on the contact, and build their lists and workflows on. */
export const consentNames = {
  status: 'postern_email_status',
  suppressedFor: 'postern_email_suppressed_for',
  reason: 'postern_email_reason',
  at: 'postern_email_status_at',
} as const;

/** The same with their labels on HubSpot's pages. */
export const consentProperties: readonly OwnProperty[] = [
  { object: 'contacts', name: consentNames.suppressedFor, label: 'Email suppressed for' },
  { object: 'contacts', name: consentNames.reason, label: 'Email suppression reason' },
  { object: 'contacts', name: consentNames.at, label: 'Email status since' },
  // Created last: where it exists, the others do.
  { object: 'contacts', name: consentNames.status, label: 'Email status' },
];

/** Makes the properties of consent on first use, and goes on where a use before it failed. */
export function createConsentProperties(http: CrmHttp): () => Promise<Outcome<unknown>> {
  const maker = createPropertyMaker(http);

  async function ensure(): Promise<Outcome<unknown>> {
    const path = propertyPath('contacts', `/${consentNames.status}`);
    const current = await call(http, { method: 'GET', path }, z.unknown());
    if (current.kind !== 'absent') return asOutcome(current);
    for (const entry of consentProperties) {
      const result = await maker.make(entry);
      if (result.kind !== 'ok') return result;
    }
    return ok(undefined);
  }

  return rememberOk(ensure);
}
