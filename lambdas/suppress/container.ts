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
import { backoffMs } from '../domain/crm/retry-policy.ts';
import { readTokenKeys } from '../domain/mail/signed-text.ts';
import { vendorsOf } from '../vendors-container.ts';
import type { SuppressHandlerDependencies } from './handler.ts';
import { createInformTarget } from './inform-target.ts';
import { createSuppressionTargets, type SuppressionTargets } from './suppression-targets.ts';

/** The ports that the simulation replaces. */
interface SuppressOverrides {
  readonly targets?: SuppressionTargets;
}

/** Wires the suppress function. */
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
      targets: overrides.targets ?? suppressionTargetsOf(platform, control),
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

/** The targets of the deployment; the simulation needs none of their settings. */
function suppressionTargetsOf(platform: Platform, control: Control): SuppressionTargets {
  const { environment, serverNow } = platform;
  const { tokenKeys, apiUrl } = readSettings(environment, ['tokenKeys', 'apiUrl']);
  const ses = createSes();
  const readKeys = async () => readTokenKeys(await readCredentials(tokenKeys, environment));
  return createSuppressionTargets({
    control,
    crm: vendorsOf(platform),
    sendingAccount: createSesSuppressionList(createSesV2()),
    confirmationBy: (mail) => createSesConfirmation(ses, { mail, apiUrl, tokenKeys: readKeys, now: serverNow }),
  });
}
