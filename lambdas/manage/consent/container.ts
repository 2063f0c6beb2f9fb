import { createAuditLog } from '../../aws/audit-log.ts';
import { createDynamoConsentLedger } from '../../aws/dynamo-consent-ledger.ts';
import { createDynamoControl } from '../../aws/dynamo-control.ts';
import { createDynamoProviderBook } from '../../aws/dynamo-provider-book.ts';
import type { Platform } from '../../aws/platform.ts';
import { createSubjectHash } from '../../aws/subject-hash.ts';
import { canaryTenant } from '../../domain/configuration/canary-integration.ts';
import { createEligibility } from '../../domain/consent/ask-eligibility.ts';
import { createConsentLookUp } from '../../operations/consent-look-up.ts';
import { readProviders, shownProviders } from '../../operations/providers.ts';
import { createConsentRoutes } from '../consent.ts';
import type { ManageSettings } from '../settings.ts';

/** Wires the routes about people and mailbox providers. */
export function consentRoutesOf(platform: Platform, { consentTable, controlTable, ledgerTable }: ManageSettings) {
  const { dynamo, environment, now } = platform;
  const consent = createDynamoConsentLedger(platform, consentTable);
  const control = createDynamoControl(dynamo, controlTable, () => now().getTime());
  const subjectHash = createSubjectHash(environment);
  const book = createDynamoProviderBook(dynamo, consentTable);
  const ask = createEligibility({
    consent,
    control,
    subjectHash,
    // It has no credentials of CRMs: a tenant's rules about fields end as crm-unknown.
    askContact: async () => ({ kind: 'unknown', reason: 'the console asks no CRM; GET /v1/eligibility may' }),
  });
  return createConsentRoutes({
    lookUp: createConsentLookUp({ ask, consent, subjectHash }),
    tenants: async () => {
      const names = (await control.integrations()).map(({ tenant }) => tenant);
      return [...new Set(names)].filter((name) => name !== canaryTenant);
    },
    providers: async (tenant) => shownProviders(tenant, await readProviders(book, tenant, now())),
    holds: book.holds,
    release: book.release,
    audit: (action, request, at) => createAuditLog(platform, ledgerTable, action)(request, {}, at),
    now,
  });
}
