import * as z from 'zod/mini';
import type { Outcome } from '../../domain/crm/outcome.ts';
import type { SuppressionProof, SuppressionState, SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { call, objectPath, propertyPath, singleRecord } from './api.ts';
import { optedOutSince } from './opt-outs.ts';
import { createOurGroup, createOurProperty, type OwnProperty } from './properties.ts';
import { readContacts } from './read-contacts.ts';

/** What sales and marketing see on the contact, and build their lists and workflows on. */
const names = {
  status: 'postern_email_status',
  suppressedFor: 'postern_email_suppressed_for',
  reason: 'postern_email_reason',
  at: 'postern_email_status_at',
} as const;

/** The same with what HubSpot's pages call them. */
export const consentProperties: readonly OwnProperty[] = [
  { object: 'contacts', name: names.suppressedFor, label: 'Email suppressed for' },
  { object: 'contacts', name: names.reason, label: 'Email suppression reason' },
  { object: 'contacts', name: names.at, label: 'Email status since' },
  // Created last: where it exists, the others do.
  { object: 'contacts', name: names.status, label: 'Email status' },
];

const contact = z.object({ id: z.string(), properties: z.record(z.string(), z.optional(z.nullable(z.string()))) });
const found = z.object({ results: z.array(singleRecord) });

/**
 * Suppressions as properties of the contact, read back after the write. Nobody becomes a contact by leaving: who is
 * not there is told of when they appear. The address travels in bodies, never in a URL, for which reason HubSpot's own
 * subscription endpoints, which want it there, are not used.
 */
export function createHubspotSuppressions(http: CrmHttp, now: () => Date): SuppressionTarget {
  let prepared: Promise<Outcome<unknown>> | undefined;
  return {
    async write(state) {
      prepared ??= ensureConsentProperties(http);
      const ready = await prepared;
      if (ready.kind !== 'ok') {
        prepared = undefined;
        return ready;
      }
      const properties = propertiesOf(state);
      const written = await update(http, state, properties);
      if (written.kind !== 'ok') return written;
      if (written.value === undefined) {
        const value = { by: 'read-back', answer: 'no such contact', isAbsent: true } as const;
        return { kind: 'ok', value, how: 'unchanged' };
      }
      return readBack(http, written.value, properties);
    },
    optedOutSince: (since) => optedOutSince(http, since, now()),
  };
}

function propertiesOf({ suppressed, reason, at }: SuppressionState): Record<string, string> {
  return {
    [names.status]: suppressed.length === 0 ? 'contactable' : 'suppressed',
    [names.suppressedFor]: suppressed.join(', '),
    [names.reason]: reason ?? '',
    [names.at]: at,
  };
}

/** Only a contact that is there. @returns its id, or nothing when there is none */
async function update(
  http: CrmHttp,
  { address }: SuppressionState,
  properties: Record<string, string>,
): Promise<Outcome<string | undefined>> {
  const whom = {
    idProperty: 'email',
    inputs: [{ id: address }],
    properties: ['email'],
    propertiesWithHistory: [],
  } as const;
  const read = await readContacts(http, whom, found);
  if (read.kind !== 'ok') return read;
  const id = read.value.results[0]?.id;
  if (id === undefined) return { kind: 'ok', value: undefined, how: 'unchanged' };
  const path = objectPath('contacts', `/${encodeURIComponent(id)}`);
  const patched = await call(http, { method: 'PATCH', path, body: { properties } }, singleRecord);
  return patched.kind === 'ok' ? { kind: 'ok', value: id, how: 'updated' } : asFailure(patched);
}

async function readBack(http: CrmHttp, id: string, wanted: Record<string, string>): Promise<Outcome<SuppressionProof>> {
  const path = objectPath('contacts', `/${encodeURIComponent(id)}?properties=${Object.keys(wanted).join(',')}`);
  const answer = await call(http, { method: 'GET', path }, contact);
  if (answer.kind !== 'ok') return asFailure(answer);
  const { properties } = answer.value;
  const isThere = Object.entries(wanted).every(([name, value]) => (properties[name] ?? '') === value);
  if (!isThere) return { kind: 'unknown' };
  return { kind: 'ok', value: { by: 'read-back', answer: `contact ${id}: ${wanted[names.status]}` }, how: 'updated' };
}

async function ensureConsentProperties(http: CrmHttp): Promise<Outcome<unknown>> {
  const path = propertyPath('contacts', `/${names.status}`);
  const known = await call(http, { method: 'GET', path }, z.unknown());
  if (known.kind === 'ok') return known;
  if (known.kind !== 'absent') return asFailure(known);
  const grouped = await createOurGroup(http, 'contacts');
  if (grouped.kind !== 'ok') return grouped;
  for (const entry of consentProperties) {
    const made = await createOurProperty(http, entry, false);
    if (made.kind !== 'ok') return made;
  }
  return { kind: 'ok', value: undefined, how: 'created' };
}
