import * as z from 'zod/mini';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import { ok } from '../../domain/crm/outcome.ts';
import { lookUpBy } from '../look-up.ts';
import { namedPeople } from '../named-records.ts';
import { readAgain } from '../read-again.ts';
import { recordSteps } from '../record-steps.ts';
import type { VendorContext } from '../vendor-context.ts';
import { checkBy } from '../vendor-kit.ts';
import { api, call, documentedLimits, readRefusal } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';
import { pipedriveDealStages } from './deal-stages.ts';
import { pipedriveNamed } from './named.ts';
import { openDealsOf } from './open-deals.ts';
import { pipedriveRecords } from './records.ts';
import { createPipedriveSuppressions } from './suppressions.ts';

/**
 * Pipedrive: nothing in it is unique, so people, organizations and deals are made under claims, and activities carry a
 * marker by which they are found in the list of their person.
 */
export function createPipedriveAdapter(context: VendorContext): CrmAdapter {
  const http = readAgain(
    context.client({ headersFrom: (secret) => ({ 'x-api-token': secret }), readRefusal }),
    context.now,
  );
  const vendor = pipedriveRecords(http);
  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    check: checkBy(() => call(http, { method: 'GET', path: `${api}/activities?limit=1` }, z.unknown())),
    suppressions: createPipedriveSuppressions(context.throttleWaiting(http)),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    dealStages: pipedriveDealStages(http, context.now),
    namedRecords: namedPeople(pipedriveNamed(http, vendor.fields)),
    openDealsOf: async ({ id }) => (id === undefined ? ok([]) : openDealsOf(http, id)),
    contactIdField: 'id',
    lookUp: lookUpBy(vendor),
    async steps(records) {
      return ok(recordSteps(vendor, records, context));
    },
  };
}
