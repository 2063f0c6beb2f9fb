import * as z from 'zod/mini';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import { ok } from '../../domain/crm/outcome.ts';
import { lookUpBy } from '../look-up.ts';
import { namedPeople } from '../named-records.ts';
import { readAgain } from '../read-again.ts';
import { recordSteps } from '../record-steps.ts';
import { bearer, type VendorContext } from '../vendor-context.ts';
import { checkBy } from '../vendor-kit.ts';
import { api, call, documentedLimits } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';
import { sellDealStages } from './deal-stages.ts';
import { sellNamed } from './named.ts';
import { sellRecords } from './records.ts';

/** Zendesk Sell: contacts and organizations are one kind, mails become notes with a tag by which they are found. */
export function createZendeskSellAdapter(context: VendorContext): CrmAdapter {
  // Without a user agent of its own every request is refused.
  const http = readAgain(context.client({ headersFrom: bearer, headers: { 'user-agent': 'postern/1' } }), context.now);
  const vendor = sellRecords(http);
  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    check: checkBy(() => call(http, { method: 'GET', path: `${api}/users/self` }, z.unknown())),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    dealStages: sellDealStages(http),
    namedRecords: namedPeople(sellNamed(vendor)),
    contactIdField: 'id',
    lookUp: lookUpBy(vendor),
    async steps(records) {
      return ok(recordSteps(vendor, records, context));
    },
  };
}
