import { localStageName } from '../lambdas/env.ts';
import type { StageConfig } from '../lib/stage-config.ts';
import { defaultNamePrefix } from '../lib/stage-names.ts';

/** The laptop's stage: the same constructs, for a domain that no mail server looks up. */
export const localStage: StageConfig = {
  stage: localStageName,
  namePrefix: defaultNamePrefix,
  region: 'us-east-1',
  inboundDomain: 'inbound.localhost',
  identity: 'own',
  ruleSet: { mode: 'own', takeover: false },
  // The laptop has no event bus; the rule is here so that its permissions are tested.
  feedback: { eventBridge: 'tagged' },
  rawRetentionDays: 90,
  retention: { eventDays: 400, attachmentDays: 400, ledgerDays: 400, inactiveDays: 400 },
  data: { sharedMail: 'pseudonymize' },
  sinkConcurrency: 4,
  idle: false,
  crmEligibility: true,
  console: { enabled: true },
  handOff: [],
  secrets: [],
  existing: {},
  secretReplicas: [],
  logRetentionDays: 30,
  rolePath: '/',
  tlsPolicy: 'optional',
  logMasking: true,
  operatorRoles: [],
  roles: { viewer: [], operator: [], consentOfficer: [], configurator: [], dataOfficer: [] },
  releaseRoles: [],
  tags: {},
  retain: false,
  deletionProtection: false,
};
