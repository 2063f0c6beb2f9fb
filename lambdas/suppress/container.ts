import { createDynamoConnectionGate } from '../aws/dynamo-connection-gate.ts';
import { createDynamoConsentLedger } from '../aws/dynamo-consent-ledger.ts';
import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { createConsentMetrics } from '../aws/metrics.ts';
import { lambdaPlatform, type Platform } from '../aws/platform.ts';
import { readCredentials } from '../aws/secrets.ts';
import { createSes, createSesV2 } from '../aws/ses-clients.ts';
import { createSesConfirmation } from '../aws/ses-confirmation.ts';
import { createSesSuppressionList } from '../aws/ses-suppression-list.ts';
import { readSettings } from '../aws/settings.ts';
import { createDeadLetters, createTargetSender, createVisibility } from '../aws/sqs-queues.ts';
import { log } from '../aws/telemetry.ts';
import type { Control } from '../domain/configuration/control.ts';
import { createApplyConsent } from '../domain/consent/apply-consent.ts';
import { connectionTarget } from '../domain/consent/connection-target.ts';
import { consentSettingsOf } from '../domain/consent/consent-settings.ts';
import { confirmationTarget, sesTarget } from '../domain/consent/suppression-target.ts';
import type { Outcome } from '../domain/crm/outcome.ts';
import { backoffMs } from '../domain/crm/retry-policy.ts';
import type { SuppressionTarget } from '../domain/crm/suppression-target.ts';
import { readTokenKeys } from '../domain/mail/signed-text.ts';
import { vendorsOf } from '../vendors-container.ts';
import type { SuppressHandlerDependencies } from './handler.ts';
import { createInformTarget, type SuppressionTargets } from './inform-target.ts';

/** What the simulation replaces. */
export interface SuppressOverrides {
  readonly targets?: SuppressionTargets;
}

export function createSuppressContainer(
  platform: Platform = lambdaPlatform(),
  overrides: SuppressOverrides = {},
): SuppressHandlerDependencies {
  const { environment, dynamo, sqs, serverNow, random } = platform;
  const settings = readSettings(environment, [
    'ledgerTable',
    'controlTable',
    'consentTable',
    'suppressionsQueueUrl',
    'suppressionsDeadLetterQueueUrl',
  ]);
  const consent = createDynamoConsentLedger(platform, settings.consentTable);
  const control = createDynamoControl(dynamo, settings.controlTable, () => serverNow().getTime());
  const metrics = createConsentMetrics(platform.putMetric);
  return {
    apply: createApplyConsent({
      consent,
      ledger: createDynamoLedger(platform, settings.ledgerTable),
      control,
      sendToTarget: createTargetSender(sqs, settings.suppressionsQueueUrl),
      metrics,
      log,
      now: serverNow,
    }),
    inform: createInformTarget({
      consent,
      targets: overrides.targets ?? targetsOf(platform, control),
      control,
      gate: createDynamoConnectionGate(platform, settings.ledgerTable),
      metrics,
      log,
      now: serverNow,
      random,
    }),
    deadLetters: createDeadLetters(sqs, settings.suppressionsDeadLetterQueueUrl),
    setVisibility: createVisibility(sqs, settings.suppressionsQueueUrl),
    backoff: (receives) => backoffMs(receives, random()),
    log,
  };
}

/** Connections by their adapters, and the sending account. */
function targetsOf(platform: Platform, control: Control): SuppressionTargets {
  const crm = vendorsOf(platform);
  const { environment } = platform;
  const { tokenKeys, apiUrl } = readSettings(environment, ['tokenKeys', 'apiUrl']);
  const sendingAccount = createSesSuppressionList(createSesV2());
  const ses = createSes();
  const confirmationOf = async (tenant: string): Promise<Outcome<SuppressionTarget>> => {
    const { confirmation: mail } = consentSettingsOf(await control.integrations(), tenant);
    if (mail === undefined) {
      const message = 'consent.confirmation is not configured any more';
      return { kind: 'misconfigured', code: 'no-confirmation', message };
    }
    const keys = async () => readTokenKeys(await readCredentials(tokenKeys, environment));
    const value = createSesConfirmation(ses, { mail, apiUrl, tokenKeys: keys, now: platform.serverNow });
    return { kind: 'ok', value };
  };
  return {
    async targetFor(name, tenant) {
      if (name === confirmationTarget) return confirmationOf(tenant);
      if (name === sesTarget) return { kind: 'ok', value: sendingAccount };
      return connectionTarget({ control, crm }, name);
    },
  };
}
