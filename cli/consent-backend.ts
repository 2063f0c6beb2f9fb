import { createDynamoConnectionGate } from '../lambdas/aws/dynamo-connection-gate.ts';
import { createDynamoConsentLedger } from '../lambdas/aws/dynamo-consent-ledger.ts';
import { createDynamoContactMemory } from '../lambdas/aws/dynamo-contact-memory.ts';
import { createDynamoControl } from '../lambdas/aws/dynamo-control.ts';
import { createDynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { createDynamoProviderBook } from '../lambdas/aws/dynamo-provider-book.ts';
import { readCredentials } from '../lambdas/aws/secrets.ts';
import { createTargetSender } from '../lambdas/aws/sqs-queues.ts';
import { createSubjectHash } from '../lambdas/aws/subject-hash.ts';
import { connectionsOf } from '../lambdas/domain/configuration/integrations.ts';
import { createApplyConsent } from '../lambdas/domain/consent/apply-consent.ts';
import { createEligibility } from '../lambdas/domain/consent/ask-eligibility.ts';
import { onlyTenant } from '../lambdas/domain/consent/consent-settings.ts';
import { personAt, unkeyedPersonAt } from '../lambdas/domain/delivery/known-person.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { isMailable, normalizeAddress } from '../lambdas/domain/mail/address.ts';
import { readTokenKeys } from '../lambdas/domain/mail/signed-text.ts';
import { createAskContact } from '../lambdas/domain/planning/ask-contact.ts';
import { env } from '../lambdas/env.ts';
import { vendorsOf } from '../lambdas/vendors-container.ts';
import { connectBackend } from './backend.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** The consent ledger for the command line, by the same code that the functions run. */
export function connectConsent() {
  const backend = connectBackend();
  const { platform, read, ledgerTable, controlTable } = backend;
  const consentTable = read(env.consentTable);
  read(env.addressKey);
  const consent = createDynamoConsentLedger(platform, consentTable);
  const control = createDynamoControl(platform.dynamo, controlTable, () => Date.now());
  const subjectHash = createSubjectHash(process.env);
  const ledger = createDynamoLedger(platform, ledgerTable);

  /**
   * The tenant of that name, or else the only one.
   *
   * @throws ConfigError when several are configured and none is named, and for a name that no integration has
   */
  const tenantOf = async (name: string | undefined): Promise<string> => {
    const integrations = await control.integrations();
    const tenant = name ?? onlyTenant(integrations);
    if (tenant === undefined) throw new ConfigError('several tenants are configured; name one with --tenant');
    if (!integrations.some((integration) => integration.tenant === tenant))
      throw new ConfigError(`--tenant: found "${tenant}", which no integration has`);
    return tenant;
  };

  return {
    ...backend,
    consent,
    control,
    subjectHash,
    tenantOf,
    providers: createDynamoProviderBook(platform.dynamo, consentTable),
    ask: createEligibility({
      consent,
      control,
      subjectHash,
      askContact: createAskContact({
        control,
        crm: vendorsOf(platform),
        gate: createDynamoConnectionGate(platform, ledgerTable),
        memory: createDynamoContactMemory(platform.dynamo, ledgerTable),
        subjectHash,
        now: () => new Date(),
        pause: platform.pause,
      }),
    }),
    apply: createApplyConsent({
      consent,
      ledger,
      control,
      sendToTarget: createTargetSender(platform.sqs, read(env.suppressionsQueueUrl)),
      // The lag metrics are about the pipeline, not about changes that a person types.
      metrics: { lag: () => {} },
      log: silent,
      now: () => new Date(),
    }),
    tokenKeys: async () => readTokenKeys(await readCredentials(read(env.tokenKeys), process.env)),
    /** Deletes what deliveries remember of a person: their records at each connection, and their fields at the CRM. */
    async forget(tenant: string, address: string): Promise<void> {
      const integrations = (await control.integrations()).filter((integration) => integration.tenant === tenant);
      const email = normalizeAddress(address);
      const subjectFor = await subjectHash();
      for (const connection of connectionsOf(integrations))
        for (const person of [personAt(subjectFor, connection, email), unkeyedPersonAt(connection, email)])
          await ledger.forget(person);
    },
    /** The keyed hash under which the ledger knows an address of a tenant. */
    async subjectOf(tenant: string, address: string): Promise<string> {
      return (await subjectHash())(tenant, normalizeAddress(address));
    },
  };
}

export type ConsentBackend = ReturnType<typeof connectConsent>;

/** @throws ConfigError when mail could not be sent there */
export function checkAddress(address: string): string {
  if (!isMailable(address)) throw new ConfigError(`found "${address}", wants an address that can be mailed`);
  return normalizeAddress(address);
}
