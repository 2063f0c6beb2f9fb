import * as z from 'zod/mini';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { SuppressionProof, SuppressionState, SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { absentPerson, accepted, nothingToWrite, readBackProof } from '../suppression-proofs.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { call, objectPath, singleRecord } from './api.ts';
import { createConsentProperties, consentNames as names } from './consent-properties.ts';
import { findPerson, type Person } from './find-records.ts';
import { optedOutSince } from './opt-outs.ts';
import {
  isScopeMissing,
  type SubscriptionTypes,
  showsAll,
  subscriptionScopes,
  unsubscribe,
  unsubscribedFromAll,
  wantedOf,
} from './subscriptions.ts';

const contact = z.object({ id: z.string(), properties: z.record(z.string(), z.optional(z.nullable(z.string()))) });

/** Settings of the connection, and the clock. */
interface SuppressionSettings {
  readonly types: SubscriptionTypes;
  readonly now: () => Date;
}

/**
 * Suppressions as properties of the contact and as HubSpot's own unsubscriptions, both read back after the write. Opting out
 * makes nobody a contact: a suppression of somebody who is absent is written when they appear. Addresses travel in bodies,
 * never in a URL. An unsubscription is only ever made: one that a person made at HubSpot must not be lost.
 */
export function createHubspotSuppressions(http: CrmHttp, { types, now }: SuppressionSettings): SuppressionTarget {
  const ensured = createConsentProperties(http);

  async function write(state: SuppressionState): Promise<Outcome<SuppressionProof>> {
    const ready = await ensured();
    if (ready.kind !== 'ok') return ready;
    const person = await findPerson(http, state.address, ['email']);
    if (person.kind !== 'ok') return person;
    if (person.value === undefined) return absentPerson('no such contact');
    const { id } = person.value;
    const properties = propertiesOf(state);
    const path = objectPath('contacts', `/${encodeURIComponent(id)}`);
    const updated = asOutcome(await call(http, { method: 'PATCH', path, body: { properties } }, singleRecord));
    if (updated.kind !== 'ok') return updated;
    const shown = await showsProperties(http, id, properties);
    if (shown.kind !== 'ok') return shown;
    return withUnsubscriptions(http, state, types, person.value);
  }

  return { write, optedOutSince: (since) => optedOutSince(http, since, now()) };
}

/** Unsubscribes the person as the state wants; the proof tells what HubSpot shows of both. */
async function withUnsubscriptions(
  http: CrmHttp,
  state: SuppressionState,
  types: SubscriptionTypes,
  person: Person,
): Promise<Outcome<SuppressionProof>> {
  const status = `contact ${person.id}: ${propertiesOf(state)[names.status]}`;
  const wanted = wantedOf(state, types);
  const addresses = addressesToUnsubscribe(state, person);
  if (!wanted.fromAll && wanted.from.length === 0) return leftAsItIs(http, state, addresses, status);
  const written = await unsubscribe(http, addresses, wanted);
  // An account without the scope keeps the properties, which its lists can use; doctor names the scope.
  if (isScopeMissing(written)) return readBackProof(`${status}; not unsubscribed: scope ${subscriptionScopes.write}`);
  if (written.kind !== 'ok') return written;
  const shows = await showsAll(http, addresses, wanted);
  if (isScopeMissing(shows)) return accepted(`${status}; unsubscribed, not read: scope ${subscriptionScopes.read}`);
  if (shows.kind !== 'ok' && shows.kind !== 'unknown') return shows;
  if (shows.kind === 'ok' && shows.value) return readBackProof(`${status}, unsubscribed`);
  // It concerns this person's subscriptions alone, never the connection's mail.
  return { kind: 'rejected', code: 'NOT_UNSUBSCRIBED', message: 'HubSpot does not show the unsubscription' };
}

/** HubSpot sends its mail to the first address of a contact, whichever of them the person refused it with. */
function addressesToUnsubscribe({ address }: SuppressionState, { properties: { email } }: Person): string[] {
  const others = typeof email === 'string' && email.toLowerCase() !== address.toLowerCase() ? [email] : [];
  return [address, ...others];
}

/** Nothing is to be unsubscribed. Somebody who may get marketing again may still be unsubscribed at HubSpot. */
async function leftAsItIs(
  http: CrmHttp,
  { suppressed }: SuppressionState,
  addresses: readonly string[],
  status: string,
): Promise<Outcome<SuppressionProof>> {
  if (suppressed.includes('marketing')) return readBackProof(status);
  const out = await unsubscribedFromAll(http, addresses);
  if (out.kind === 'throttled') return out;
  // The properties hold the state, and more than that is not known.
  if (out.kind !== 'ok' || out.value.size === 0) return readBackProof(status);
  return nothingToWrite(`${status}, and unsubscribed at HubSpot, which only a person takes back there`);
}

function propertiesOf({ suppressed, reason, at }: SuppressionState): Record<string, string> {
  return {
    [names.status]: suppressed.length === 0 ? 'contactable' : 'suppressed',
    [names.suppressedFor]: suppressed.join(', '),
    [names.reason]: reason ?? '',
    [names.at]: at,
  };
}

async function showsProperties(http: CrmHttp, id: string, wanted: Record<string, string>): Promise<Outcome<undefined>> {
  const path = objectPath('contacts', `/${encodeURIComponent(id)}?properties=${Object.keys(wanted).join(',')}`);
  const answer = await call(http, { method: 'GET', path }, contact);
  if (answer.kind !== 'ok') return asFailure(answer);
  const { properties } = answer.value;
  const isThere = Object.entries(wanted).every(([name, value]) => (properties[name] ?? '') === value);
  return isThere ? ok(undefined) : { kind: 'unknown' };
}
