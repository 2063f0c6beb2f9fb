import * as z from 'zod/mini';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { PersonStage, PersonStages } from '../../domain/crm/person-stages.ts';
import type { CrmHttp } from '../http.ts';
import { changedContacts } from './changed-contacts.ts';
import { readContacts } from './read-contacts.ts';

/** The lifecycle of a contact, whose values are ids of stages, such as `opportunity`. */
const property = 'lifecyclestage';
/** A contact is listed for any change: a stage that began longer before the poll is no news. In ms. */
const newsMs = 600_000;

const version = z.object({ value: z.nullish(z.string()), timestamp: z.string() });
const histories = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      properties: z.object({ email: z.nullish(z.string()) }),
      propertiesWithHistory: z.object({ [property]: z.optional(z.array(version)) }),
    }),
  ),
});

/**
 * The stages of contacts in HubSpot's lifecycle, dated by the history of the property. One search finds the contacts that
 * changed; those are read fifty at a time.
 *
 * @see https://knowledge.hubspot.com/records/use-lifecycle-stages
 */
export const hubspotPersonStages = (http: CrmHttp, now: () => Date): PersonStages => ({
  async changedSince(since) {
    const filter = { propertyName: property, operator: 'HAS_PROPERTY' };
    const read = (ids: readonly string[]) => stagesOf(http, ids, since);
    const changed = await changedContacts(http, filter, { since, now: now() }, read);
    return mapOk(changed, ({ items: people, until }) => ({ people, until }));
  },
});

async function stagesOf(http: CrmHttp, ids: readonly string[], since: Date): Promise<Outcome<readonly PersonStage[]>> {
  const contacts = { inputs: ids.map((id) => ({ id })), properties: ['email'], propertiesWithHistory: [property] };
  return mapOk(await readContacts(http, contacts, histories), ({ results }) =>
    results.flatMap(({ id, properties: { email }, propertiesWithHistory: { [property]: versions = [] } }) => {
      const [newest, ...others] = versions.toSorted((a, b) => b.timestamp.localeCompare(a.timestamp));
      const { value: stage, timestamp: at } = newest ?? { timestamp: '' };
      if (!email || !stage || !(Date.parse(at) >= since.getTime() - newsMs)) return [];
      return [{ id, address: email, stage, at, isFirst: others.length === 0 }];
    }),
  );
}
