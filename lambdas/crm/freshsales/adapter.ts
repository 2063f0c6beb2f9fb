import type { CrmAdapter } from '../../domain/crm/crm-adapter.ts';
import type { CrmRecords } from '../../domain/crm/crm-records.ts';
import type { CrmStep } from '../../domain/crm/crm-step.ts';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import { lookUpBy } from '../look-up.ts';
import { namedPeople } from '../named-records.ts';
import { readAgain } from '../read-again.ts';
import { recordSteps } from '../record-steps.ts';
import type { VendorContext } from '../vendor-context.ts';
import { rememberOk } from '../vendor-kit.ts';
import { emailSource, emailType } from './activity.ts';
import { documentedLimits, readRefusal } from './api.ts';
import { peopleOfDeal } from './deal-people.ts';
import { freshsalesDealStages } from './deal-stages.ts';
import { freshsalesNamed } from './named.ts';
import { freshsalesContacts, freshsalesRecords } from './records.ts';
import { createFreshsalesSuppressions } from './suppressions.ts';

/**
 * Freshsales (Freshworks CRM). Its thousand calls an hour are for the whole account: the ledger remembers what a delivery
 * found, so that a known sender's mail is one call.
 */
export function createFreshsalesAdapter(context: VendorContext): CrmAdapter {
  const headersFrom = (secret: string) => ({ authorization: `Token token=${secret}` });
  const http = readAgain(context.client({ headersFrom, readRefusal }), context.now);
  const activityType = rememberOk(() => emailType(http));
  const sources = rememberOk(() => emailSource(http));
  async function leadSource(): Promise<string | undefined> {
    const source = await sources();
    return source.kind === 'ok' ? source.value : undefined;
  }

  async function steps(records: CrmRecords): Promise<Outcome<readonly CrmStep[]>> {
    return mapOk(await activityType(), (type) =>
      recordSteps(freshsalesRecords(http, type, leadSource), records, context),
    );
  }

  return {
    limits: documentedLimits,
    calls: { unknown: 5, known: 1 },
    check: () => emailType(http),
    suppressions: createFreshsalesSuppressions(context.throttleWaiting(http), context.salesOptOut),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    dealStages: freshsalesDealStages(http),
    namedRecords: namedPeople(freshsalesNamed(freshsalesContacts(http))),
    contactIdField: 'id',
    lookUp: lookUpBy(freshsalesContacts(http)),
    steps,
  };
}
