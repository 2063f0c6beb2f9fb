import { dealMoveCalls } from '../crm/deal-stage.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { KnownPerson } from '../delivery/known-person.ts';
import { openDealsName } from '../mapping/contact-facts.ts';
import type { Destination } from './destination.ts';
import { rememberedFields } from './look-up.ts';
import { dealPeopleCalls, namesUncheckedDeal } from './named-deal.ts';

/** Calls for a few attachments; how many there are, only the mail says. */
const fileCalls = 2;

/**
 * Counts the calls that a delivery may make beside those of its records: to look the contact up and to ask for its open deals,
 * to ask who belongs to a deal that the address names, to upload files, to make the task of a rule, to move a deal, to relate the
 * mail to its recipients, and to read and write each record that the mapping fills empty fields of. Which rules fire is not known
 * before the mail is read, so that the count is an upper bound.
 */
export function extraCalls(
  { integration, mappings, lookUpFields }: Pick<Destination, 'integration' | 'mappings' | 'lookUpFields'>,
  delivery: Pick<Delivery, 'token'>,
  known: KnownPerson | undefined,
  now: Date,
): number {
  const { rules = [], mapping, files, person, relations } = integration;
  const isAsked = lookUpFields.length > 0 && rememberedFields(known, lookUpFields, now) === undefined;
  // Somebody new is searched for first.
  const searches = known === undefined ? 2 : 1;
  const resolution = mappings.get(mapping);
  const fields = resolution?.kind === 'ok' ? resolution.mapping.fields : [];
  const filled = new Set(fields.flatMap(({ target, onlyIfEmpty }) => (onlyIfEmpty ? [target.split('.')[0]] : [])));
  return (
    (isAsked ? searches : 0) +
    (isAsked && lookUpFields.includes(openDealsName) ? 1 : 0) +
    (files === undefined ? 0 : fileCalls) +
    // Zoho answers for leads apart, and only somebody new is looked for.
    (person !== undefined && known === undefined ? 1 : 0) +
    (namesUncheckedDeal(delivery, integration) ? dealPeopleCalls : 0) +
    (relations === 'all' ? 1 : 0) +
    (rules.some((rule) => rule.do.task) ? 1 : 0) +
    (rules.some((rule) => rule.do.moveDeal) ? dealMoveCalls : 0) +
    2 * filled.size
  );
}
