import * as z from 'zod/mini';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { OptOutPage, VendorOptOut } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { changedContacts } from './changed-contacts.ts';
import { consentNames } from './consent-properties.ts';
import { readContacts } from './read-contacts.ts';

/** HubSpot's own box: unsubscribed from all e-mail, ticked by a rep, an import or HubSpot's unsubscribe page. */
const box = 'hs_email_optout';
/** A value that a property had. */
const version = z.object({ value: z.string(), timestamp: z.string() });
const histories = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      properties: z.object({ email: z.nullish(z.string()) }),
      propertiesWithHistory: z.object({
        [box]: z.array(version),
        // An account that keeps no consent of ours does not have them.
        [consentNames.status]: z.optional(z.array(version)),
        [consentNames.at]: z.optional(z.array(version)),
      }),
    }),
  ),
});
type Histories = z.infer<typeof histories>['results'][number]['propertiesWithHistory'];

/**
 * Contacts that opted out at HubSpot since a time: found by search, and dated by the history of the box, because the
 * record's own time moves with every change of anything.
 *
 * @see https://developers.hubspot.com/docs/api-reference/search/guide
 */
export async function optedOutSince(http: CrmHttp, since: Date, now: Date): Promise<Outcome<OptOutPage>> {
  const filter = { propertyName: box, operator: 'EQ', value: 'true' };
  const changed = await changedContacts(http, filter, { since, now }, (ids) => optOutsOf(http, ids));
  return mapOk(changed, ({ items: optOuts, until }) => ({ optOuts, until }));
}

async function optOutsOf(http: CrmHttp, ids: readonly string[]): Promise<Outcome<VendorOptOut[]>> {
  const propertiesWithHistory = [box, consentNames.status, consentNames.at];
  const contacts = { inputs: ids.map((id) => ({ id })), properties: ['email'], propertiesWithHistory };
  return mapOk(await readContacts(http, contacts, histories), ({ results }) =>
    results.flatMap(({ id, properties, propertiesWithHistory: history }) => {
      const newest = newestOf(history[box]);
      if (newest?.value !== 'true' || !properties.email || isOurTick(newest.timestamp, history)) return [];
      const at = new Date(newest.timestamp).toISOString();
      return [{ address: properties.email, at, id: `contact ${id} ${at}` }];
    }),
  );
}

/** How long after our properties our own unsubscription may tick the box, in ms. */
const ownTickMs = 900_000;

/**
 * Whether the box was ticked by an unsubscription of ours, which follows the properties of the same state. Taken for a
 * person's, it would outlive its own cause: somebody who lifts a forged opt-out would find it again as HubSpot's.
 */
function isOurTick(tickedAt: string, history: Histories): boolean {
  const before = (versions: Histories[typeof consentNames.at]) =>
    newestOf((versions ?? []).filter(({ timestamp }) => timestamp <= tickedAt));
  const written = before(history[consentNames.at]);
  if (written === undefined || before(history[consentNames.status])?.value !== 'suppressed') return false;
  return Date.parse(tickedAt) - Date.parse(written.timestamp) <= ownTickMs;
}

const newestOf = (versions: ReadonlyArray<z.infer<typeof version>>) =>
  versions.toSorted((a, b) => b.timestamp.localeCompare(a.timestamp))[0];
