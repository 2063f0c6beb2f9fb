import * as z from 'zod/mini';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import { andThen, ok } from '../../domain/crm/outcome.ts';
import { lookUpBy } from '../look-up.ts';
import { namedPeople } from '../named-records.ts';
import { readAgain } from '../read-again.ts';
import { recordSteps } from '../record-steps.ts';
import { jsonSecret, type VendorContext } from '../vendor-context.ts';
import { checkBy } from '../vendor-kit.ts';
import { api, call, documentedLimits, readRefusal } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';
import { zohoDealStages } from './deal-stages.ts';
import { describeObject, filledByZoho } from './describe.ts';
import { createFieldCutter } from './field-lengths.ts';
import { zohoGrant } from './grant.ts';
import { createModuleIds } from './modules.ts';
import { zohoNamed } from './named.ts';
import { zohoContacts, zohoRecords } from './records.ts';
import { setUpZoho } from './set-up.ts';
import { createZohoSuppressions } from './suppressions.ts';

/**
 * Zoho CRM: records by COQL and upsert, mails as associated e-mails under an id of ours, by which a look-up finds the mail.
 *
 * @throws ConfigError when the secret is no refresh token of a self client
 */
export function createZohoAdapter(context: VendorContext): CrmAdapter {
  const { grant, accountsUrl } = zohoGrant(jsonSecret(context.secret, 'Zoho'), context.url);
  const http = readAgain(context.client({ grant, tokenUrl: accountsUrl, readRefusal }), context.now);
  const moduleIds = createModuleIds(http);
  const cutMappedFields = createFieldCutter(http);
  const { companyByColleagues: byColleagues } = context;
  return {
    limits: documentedLimits,
    calls: { unknown: byColleagues ? 6 : 5, known: 1 },
    check: checkBy(() => call(http, { method: 'GET', path: `${api}/org` }, z.unknown())),
    setUp: (mayMake) => setUpZoho(http, mayMake),
    describe: (object) => describeObject(http, object),
    filled: filledByZoho,
    suppressions: createZohoSuppressions(context.throttleWaiting(http), context.salesOptOut),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    dealStages: zohoDealStages(http, context.now),
    namedRecords: namedPeople(zohoNamed(http, zohoContacts(http))),
    contactIdField: 'id',
    lookUp: lookUpBy(zohoRecords(http, new Map())),
    async steps(records) {
      return andThen(await moduleIds(), async (ids) =>
        ok(recordSteps(zohoRecords(http, ids, byColleagues), await cutMappedFields(records), context)),
      );
    },
  };
}
