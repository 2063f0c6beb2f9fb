import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { CrmRecords } from '../../domain/crm/crm-records.ts';
import type { CrmStep } from '../../domain/crm/crm-step.ts';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import { countSaved } from '../group-calls.ts';
import { namedPeople } from '../named-records.ts';
import { recordSteps } from '../record-steps.ts';
import { jsonSecret, type VendorContext } from '../vendor-context.ts';
import { rememberOk } from '../vendor-kit.ts';
import { describeActivity } from './activity-fields.ts';
import { defaultVersion, documentedLimits, readRefusal } from './api.ts';
import { batchedCalls } from './batch.ts';
import { peopleOfDeal } from './deal-people.ts';
import { salesforceDealStages } from './deal-stages.ts';
import { describeObject, filledBySalesforce } from './describe.ts';
import { salesforceGrant } from './grant.ts';
import { lookUpContact } from './look-up-contact.ts';
import { salesforceNamed } from './named.ts';
import { salesforceFields, salesforceRecords } from './records.ts';
import { setUpSalesforce } from './set-up.ts';
import { createSalesforceSuppressions } from './suppressions.ts';

/**
 * Salesforce: every record under a unique external id of ours, so that repeating a write is safe at any time. Mails are
 * EmailMessages with their relation to the contact in one composite call, or tasks where the org has no Enhanced Email.
 *
 * @throws ConfigError when the secret is no grant of an External Client App
 */
export function createSalesforceAdapter(context: VendorContext): CrmAdapter {
  const version = context.version || defaultVersion;
  const http = context.client({ grant: salesforceGrant(jsonSecret(context.secret, 'Salesforce')), readRefusal });
  const { saved, drainSavedCalls } = countSaved();
  const calls = batchedCalls(http, version, saved);
  const activityFields = rememberOk(() => describeActivity(http, version));

  async function steps(records: CrmRecords): Promise<Outcome<readonly CrmStep[]>> {
    return mapOk(await activityFields(), (fields) =>
      recordSteps(salesforceRecords({ http, version, calls, fields }), records, context),
    );
  }

  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    drainSavedCalls,
    // The description proves the credentials and our key field at once.
    check: () => describeActivity(http, version),
    setUp: (mayMake) => setUpSalesforce(http, version, mayMake),
    describe: (object) => describeObject(http, version, object),
    filled: filledBySalesforce,
    suppressions: createSalesforceSuppressions(context.throttleWaiting(http), version, context.now),
    peopleOfDeal: (id) => peopleOfDeal(calls, id),
    dealStages: salesforceDealStages({ http, version, calls, now: context.now }),
    namedRecords: namedPeople(salesforceNamed({ http, version, calls }, salesforceFields({ http, version }))),
    contactIdField: 'Id',
    lookUp: (person, names) => lookUpContact(calls, person, names),
    steps,
  };
}
