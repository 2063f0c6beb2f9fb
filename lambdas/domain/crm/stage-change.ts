import type { StageMeaning } from './deal-stage.ts';

/** A deal came into a stage at a CRM, for systems that want to hear of it. */
export interface StageChange {
  /** Equal for every repetition: a receiver drops what it has seen. */
  readonly id: string;
  readonly tenant: string;
  /** The name of the connection to the CRM. */
  readonly connection: string;
  /** The CRM's id of the deal. */
  readonly deal: string;
  /** The name of the stage. */
  readonly stage: string;
  /** `open`: a stage that means nothing, after the deal has left another one. */
  readonly meaning: StageMeaning | 'open';
  /** When the deal came into the stage, ISO 8601 UTC. */
  readonly at: string;
  /** Addresses of the people of the deal. */
  readonly people: readonly string[];
}

/** Name and version of the message. */
export const stageChangeType = 'deal.stage-changed/1';
