import { compact } from '../../compact.ts';
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
import { createDealPlaces, type DealPlace } from './deal-place.ts';
import { hubspotDealStages } from './deal-stages.ts';
import { describeObject } from './describe.ts';
import { lookUpContact } from './find-records.ts';
import { hubspotPersonStages } from './lifecycle.ts';
import { createHubspotLimits, documentedLimits, withPatientSearches } from './limits.ts';
import { createPropertyMaker } from './make-property.ts';
import { hubspotNamed } from './named.ts';
import { ensureProperties, ensureTaskKey } from './properties.ts';
import { hubspotRecords, propertyAccess } from './records.ts';
import { withRepeatedReads } from './repeat-reads.ts';
import { checkHubspot, setUpHubspot } from './set-up.ts';
import { createHubspotSuppressions } from './suppressions.ts';

/** HubSpot: contact by e-mail, company by domain, deal by token or thread, one e-mail activity per event. */
export function createHubspotAdapter(context: VendorContext): CrmAdapter {
  const limits = createHubspotLimits();
  const client = withRepeatedReads(context.client({ headersFrom: bearer, onHeaders: limits.see }), context.now);
  const patient = context.throttleWaiting(client);
  const http = withPatientSearches(client, patient);
  const { saved, drainSavedCalls } = countSaved();
  const clients = { http, single: singleCalls(http), batched: batchedCalls(http, saved) };
  const ports = { ...clients, places: createDealPlaces(http, context.newDeals), uploads: new Map<string, string>() };
  const maker = createPropertyMaker(patient);
  const properties = rememberOk(() => ensureProperties(patient, maker));
  const taskKey = rememberOk(() => ensureTaskKey(patient, maker));

  async function steps(records: CrmRecords): Promise<Outcome<readonly CrmStep[]>> {
    const account = await properties();
    if (account.kind !== 'ok') return account;
    const { key: activity, hasDetails } = account.value;
    // Only rules write tasks, so that most accounts need no key for them.
    const task = records.task === undefined ? ok(activity) : await taskKey();
    if (task.kind !== 'ok') return task;
    const vendor = hubspotRecords(ports, { activity, task: task.value, hasDetails }, records.activity);
    return ok(recordSteps(vendor, records, context));
  }

  return {
    limits: documentedLimits,
    announcedLimits: limits.announcedLimits,
    calls: { unknown: 4, known: 1 },
    drainSavedCalls,
    check: () => checkHubspot(http),
    setUp: (mayMake) => setUpHubspot({ http: patient, maker }, context, mayMake),
    describe: (object) => describeObject(http, object),
    ...compact({ settings: context.newDeals && settingsOf(context.newDeals) }),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    dealStages: hubspotDealStages(http, context.now),
    personStages: hubspotPersonStages(http, context.now),
    namedRecords: namedPeople(hubspotNamed(http, propertyAccess(http))),
    contactIdField: 'hs_object_id',
    lookUp: (person, properties) => lookUpContact(http, person, properties),
    suppressions: createHubspotSuppressions(patient, {
      types: context.subscriptions ?? {},
      now: context.now,
    }),
    steps,
  };
}

/** The values that deals get from the connection's setting. */
const settingsOf = ({ pipeline, stage }: DealPlace): NonNullable<CrmAdapter['settings']> => ({
  deal: { pipeline, dealstage: stage },
});
