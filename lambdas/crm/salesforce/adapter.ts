import { compact } from '../../compact.ts';
import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { CrmRecords } from '../../domain/crm/crm-records.ts';
import type { CrmStep } from '../../domain/crm/crm-step.ts';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { RoutedEvent } from '../../domain/mail/event.ts';
import { countSaved } from '../group-calls.ts';
import { namedPeople } from '../named-records.ts';
import { recordSteps } from '../record-steps.ts';
import { jsonSecret, type VendorContext } from '../vendor-context.ts';
import { rememberOk } from '../vendor-kit.ts';
import { defaultVersion, documentedLimits, readRefusal } from './api.ts';
import { batchedCalls } from './batch.ts';
import { salesforcePersonStages } from './converted-leads.ts';
import { peopleOfDeal } from './deal-people.ts';
import { salesforceDealStages } from './deal-stages.ts';
import { describeObject, filledBySalesforce } from './describe.ts';
import { salesforceGrant } from './grant.ts';
import { lookUpContact } from './look-up-contact.ts';
import { salesforceNamed } from './named.ts';
import { openDealsOf } from './open-deals.ts';
import { describeOrg } from './org.ts';
import { createFindRows } from './person-rows.ts';
import { salesforceRecords } from './records.ts';
import { repeatUnclear } from './repeat-unclear.ts';
import { setUpSalesforce } from './set-up.ts';
import { createSalesforceSuppressions } from './suppressions.ts';
import type { MailFacts } from './upsert.ts';

/**
 * Salesforce: every record under a unique external id of ours, so that repeating a write is safe at any time. Mails are
 * EmailMessages with their relation to the contact in one composite call, or tasks where the org has no Enhanced Email.
 *
 * @throws ConfigError when the secret is no grant of an External Client App
 */
export function createSalesforceAdapter(context: VendorContext): CrmAdapter {
  const version = context.version || defaultVersion;
  const client = context.client({ grant: salesforceGrant(jsonSecret(context.secret, 'Salesforce')), readRefusal });
  const http = repeatUnclear(client, context.now);
  const { saved, drainSavedCalls } = countSaved();
  const calls = batchedCalls(http, version, saved);
  const findRows = createFindRows(calls, saved);
  const org = rememberOk(() => describeOrg(http, version));

  async function steps(records: CrmRecords, event: RoutedEvent): Promise<Outcome<readonly CrmStep[]>> {
    const mail = factsOf(records, event);
    return mapOk(await org(), (described) =>
      recordSteps(salesforceRecords({ http, version, calls, findRows, org: described, mail }), records, context),
    );
  }

  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    drainSavedCalls,
    // The description proves the credentials and our key field at once.
    check: () => describeOrg(http, version),
    setUp: (mayMake) => setUpSalesforce(context.throttleWaiting(http), version, mayMake),
    describe: (object) => describeObject(http, version, object),
    filled: filledBySalesforce,
    suppressions: createSalesforceSuppressions(context.throttleWaiting(http), version, context.now),
    peopleOfDeal: (id) => peopleOfDeal(calls, id),
    dealStages: salesforceDealStages({ http, version, calls, now: context.now }),
    personStages: salesforcePersonStages({ calls, now: context.now }),
    namedRecords: namedPeople(salesforceNamed({ http, version, calls })),
    openDealsOf: (person) => openDealsOf(calls, person),
    contactIdField: 'Id',
    lookUp: (person, names) => lookUpContact({ calls, org }, person, names),
    steps,
  };
}

/** The facts that the records of a mail have in common. */
const factsOf = ({ activity }: CrmRecords, { message, attachments }: RoutedEvent): MailFacts =>
  compact({
    mappingVersion: activity.mappingVersion,
    inReplyTo: message.inReplyTo,
    references: message.references,
    attachments: attachments.length,
  });
