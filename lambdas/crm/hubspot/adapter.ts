import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { CrmRecords } from '../../domain/crm/crm-records.ts';
import type { CrmStep } from '../../domain/crm/crm-step.ts';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import { countSaved } from '../group-calls.ts';
import { namedPeople } from '../named-records.ts';
import { recordSteps } from '../record-steps.ts';
import { bearer, type VendorContext } from '../vendor-context.ts';
import { rememberOk } from '../vendor-kit.ts';
import { batchedCalls, singleCalls } from './batch.ts';
import { peopleOfDeal } from './deal-people.ts';
import { hubspotDealStages } from './deal-stages.ts';
import { describeObject } from './describe.ts';
import { lookUpContact } from './find-records.ts';
import { createHubspotLimits, documentedLimits } from './limits.ts';
import { hubspotNamed } from './named.ts';
import { ensureProperties, ensureTaskKey } from './properties.ts';
import { hubspotRecords, propertyAccess } from './records.ts';
import { setUpHubspot } from './set-up.ts';
import { createHubspotSuppressions } from './suppressions.ts';

/** HubSpot: contact by e-mail, company by domain, deal by token or thread, one e-mail activity per event. */
export function createHubspotAdapter(context: VendorContext): CrmAdapter {
  const limits = createHubspotLimits();
  const http = context.client({ headersFrom: bearer, onHeaders: limits.see });
  const { saved, drainSavedCalls } = countSaved();
  const clients = { http, single: singleCalls(http), batched: batchedCalls(http, saved) };
  const activityKey = rememberOk(() => ensureProperties(http));
  const taskKey = rememberOk(() => ensureTaskKey(http));

  async function steps(records: CrmRecords): Promise<Outcome<readonly CrmStep[]>> {
    const activity = await activityKey();
    if (activity.kind !== 'ok') return activity;
    // Only rules write tasks, so that most accounts need no key for them.
    const task = records.task === undefined ? activity : await taskKey();
    if (task.kind !== 'ok') return task;
    const vendor = hubspotRecords(clients, { activity: activity.value, task: task.value }, records.activity.eventId);
    return ok(recordSteps(vendor, records, context));
  }

  return {
    limits: documentedLimits,
    announcedLimits: limits.announcedLimits,
    calls: { unknown: 4, known: 1 },
    drainSavedCalls,
    check: () => ensureProperties(http),
    setUp: (mayMake) => setUpHubspot(http, mayMake),
    describe: (object) => describeObject(http, object),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    dealStages: hubspotDealStages(http, context.now),
    namedRecords: namedPeople(hubspotNamed(http, propertyAccess(http))),
    contactIdField: 'hs_object_id',
    lookUp: (person, properties) => lookUpContact(http, person, properties),
    suppressions: createHubspotSuppressions(context.throttleWaiting(http), context.now),
    steps,
  };
}
