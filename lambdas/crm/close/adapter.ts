import * as z from 'zod/mini';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import { ok } from '../../domain/crm/outcome.ts';
import { createCrmHttp } from '../http.ts';
import { lookUpBy } from '../look-up.ts';
import { namedPeople } from '../named-records.ts';
import { readAgain } from '../read-again.ts';
import { recordSteps } from '../record-steps.ts';
import { basic, type VendorContext } from '../vendor-context.ts';
import { checkBy } from '../vendor-kit.ts';
import { api, call, documentedLimits, readRefusal } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';
import { closeDealStages } from './deal-stages.ts';
import type { StorageClient } from './files.ts';
import { closeNamed } from './named.ts';
import { closeFields, closeRecords } from './records.ts';
import { createCloseSuppressions } from './suppressions.ts';

/**
 * Close: a contact lives in a lead, which is the company, so its id here is `lead_…/cont_…`. Mails are logged as
 * `inbox` or `sent`; the status that sends is never used.
 *
 * @see https://developer.close.com/resources/activities/email/
 */
export function createCloseAdapter(context: VendorContext): CrmAdapter {
  const http = readAgain(context.client({ headersFrom: (secret) => basic(`${secret}:`), readRefusal }), context.now);
  const storage: StorageClient = (baseUrl) => createCrmHttp({ baseUrl, headers: {}, now: context.now });
  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    check: checkBy(() => call(http, { method: 'GET', path: `${api}/me/` }, z.unknown())),
    suppressions: createCloseSuppressions(context.throttleWaiting(http), context.salesOptOut),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    dealStages: closeDealStages(http, context.now),
    namedRecords: namedPeople(closeNamed(http, closeFields(http))),
    lookUp: lookUpBy(closeRecords(http, undefined)),
    async steps(records) {
      const { contact, files = [], activity } = records;
      const uploads = { files, storage, url: context.url, isRelated: activity.relations === 'all' };
      return ok(recordSteps(closeRecords(http, contact, uploads), records, context));
    },
  };
}
