import type { Fields } from '../fields.ts';
import { accountPipelines, isAccountStage, pipelineOfStage } from './account-stages.ts';
import type { RecordStore } from './record-store.ts';
import type { SandboxAnswer } from './sandbox-vendor.ts';

const forecasts = { won: 'Closed Won', lost: 'Closed Lost' } as const;

/** @see https://developers.freshworks.com/crm/api/#admin_configuration */
export function listStages(): SandboxAnswer {
  const stages = accountPipelines.flatMap(({ id: pipeline, stages }) =>
    stages.map(({ id, name, end }, index) => ({
      id,
      name,
      position: index + 1,
      forecast_type: end === undefined ? 'Open' : forecasts[end],
      deal_pipeline_id: pipeline,
    })),
  );
  return { status: 200, body: { deal_stages: stages } };
}

export function listPipelines(): SandboxAnswer {
  return { status: 200, body: { deal_pipelines: accountPipelines.map(({ id, name }) => ({ id, name })) } };
}

/** Freshsales' words for a stage that the account does not have. */
export const stageProblem = ({ deal_stage_id: stage }: Fields): string | undefined =>
  stage === undefined || isAccountStage(stage) ? undefined : 'deal stage does not exist';

/** Fields that Freshsales sets when a deal changes its stage. */
export const stageFields = (store: RecordStore, { deal_stage_id: stage }: Fields): Fields =>
  stage === undefined
    ? {}
    : { deal_pipeline_id: pipelineOfStage(stage).id, stage_updated_time: new Date(store.now()).toISOString() };
