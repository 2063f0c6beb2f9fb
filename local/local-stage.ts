import type { StageConfig } from '../lib/stage-config.ts';

/** The laptop's stage: the same constructs, for a domain that no mail server looks up. */
export const localStage: StageConfig = {
  stage: 'local',
  region: 'us-east-1',
  inboundDomain: 'inbound.localhost',
  ruleSet: { mode: 'own', takeover: false },
  rawRetentionDays: 90,
  sinkConcurrency: 4,
  handOff: [],
  secrets: [],
  retain: false,
  deletionProtection: false,
};
