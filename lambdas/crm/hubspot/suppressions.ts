import * as z from 'zod/mini';
import { mapOk, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { SuppressionProof, SuppressionState, SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { absentPerson, readBackProof } from '../suppression-proofs.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { call, objectPath, propertyPath, singleRecord } from './api.ts';
import { optedOutSince } from './opt-outs.ts';
import { createOurGroup, createOurProperty, type OwnProperty } from './properties.ts';
import { readContacts } from './read-contacts.ts';

/** Properties that sales and marketing see on the contact, and build their lists and workflows on. */
const names = {
  status: 'postern_email_status',
  suppressedFor: 'postern_email_suppressed_for',
  reason: 'postern_email_reason',
  at: 'postern_email_status_at',
} as const;

/** The same with their labels on HubSpot's pages. */
export const consentProperties: readonly OwnProperty[] = [
  { object: 'contacts', name: names.suppressedFor, label: 'Email suppressed for' },
  { object: 'contacts', name: names.reason, label: 'Email suppression reason' },
  { object: 'contacts', name: names.at, label: 'Email status since' },
  // Created last: where it exists, the others do.
  { object: 'contacts', name: names.status, label: 'Email status' },
];

const contact = z.object({ id: z.string(), properties: z.record(z.string(), z.optional(z.nullable(z.string()))) });
const matches = z.object({ results: z.array(singleRecord) });

/**
 * Suppressions as properties of the contact, read back after the write. Opting out makes nobody a contact: a suppression of
 * somebody who is absent is written when they appear. The address travels in bodies, never in a URL, which is why HubSpot's
 * own subscription endpoints, which want it there, are not used.
 */
export function createHubspotSuppressions(http: CrmHttp, now: () => Date): SuppressionTarget {
  const ensured = rememberOk(() => ensureConsentProperties(http));

  async function write(state: SuppressionState): Promise<Outcome<SuppressionProof>> {
    const ready = await ensured();
    if (ready.kind !== 'ok') return ready;
    const properties = propertiesOf(state);
    const result = await update(http, state, properties);
    if (result.kind !== 'ok') return result;
    return result.value === undefined ? absentPerson('no such contact') : readBack(http, result.value, properties);
  }

  return { write, optedOutSince: (since) => optedOutSince(http, since, now()) };
}

function propertiesOf({ suppressed, reason, at }: SuppressionState): Record<string, string> {
  return {
    [names.status]: suppressed.length === 0 ? 'contactable' : 'suppressed',
    [names.suppressedFor]: suppressed.join(', '),
    [names.reason]: reason ?? '',
    [names.at]: at,
  };
}

/** Updates an existing contact. @returns its id, or nothing when there is none */
async function update(
  http: CrmHttp,
  { address }: SuppressionState,
  properties: Record<string, string>,
): Promise<Outcome<string | undefined>> {
  const query = {
    idProperty: 'email',
    inputs: [{ id: address }],
    properties: ['email'],
    propertiesWithHistory: [],
  } as const;
  const contacts = await readContacts(http, query, matches);
  if (contacts.kind !== 'ok') return contacts;
  const id = contacts.value.results[0]?.id;
  if (id === undefined) return ok(undefined);
  const path = objectPath('contacts', `/${encodeURIComponent(id)}`);
  return mapOk(asOutcome(await call(http, { method: 'PATCH', path, body: { properties } }, singleRecord)), () => id);
}

async function readBack(http: CrmHttp, id: string, wanted: Record<string, string>): Promise<Outcome<SuppressionProof>> {
  const path = objectPath('contacts', `/${encodeURIComponent(id)}?properties=${Object.keys(wanted).join(',')}`);
  const answer = await call(http, { method: 'GET', path }, contact);
  if (answer.kind !== 'ok') return asFailure(answer);
  const { properties } = answer.value;
  const isThere = Object.entries(wanted).every(([name, value]) => (properties[name] ?? '') === value);
  if (!isThere) return { kind: 'unknown' };
  return readBackProof(`contact ${id}: ${wanted[names.status]}`);
}

async function ensureConsentProperties(http: CrmHttp): Promise<Outcome<unknown>> {
  const path = propertyPath('contacts', `/${names.status}`);
  const current = await call(http, { method: 'GET', path }, z.unknown());
  if (current.kind !== 'absent') return asOutcome(current);
  const group = await createOurGroup(http, 'contacts');
  if (group.kind !== 'ok') return group;
  for (const entry of consentProperties) {
    const result = await createOurProperty(http, entry, false);
    if (result.kind !== 'ok') return result;
  }
  return ok(undefined);
}
