import type { Fields } from '../fields.ts';
import { accountPipelines, accountStage, firstAccountStage, pipelineOfStage } from './account-stages.ts';
import type { RecordStore, VendorRecord } from './record-store.ts';
import type { SandboxAnswer, SandboxCall } from './sandbox-vendor.ts';

const statusId = (stage: number): string => `stat_${stage}`;
const stageOf = (status: unknown): string => String(status).replace('stat_', '');

/** @see https://developer.close.com/resources/pipelines/ */
export function listPipelines(): SandboxAnswer {
  const data = accountPipelines.map(({ id, name, stages }) => ({
    id: `pipe_${id}`,
    name,
    statuses: stages.map((stage) => ({ id: statusId(stage.id), label: stage.name, type: stage.end ?? 'active' })),
  }));
  return { status: 200, body: { data } };
}

/** An opportunity with its status, which is the first one where it names none. */
export function withStatus(body: Fields): Fields {
  const { status_id: status = statusId(firstAccountStage) } = body;
  const stage = accountStage(stageOf(status));
  return {
    ...body,
    status_id: status,
    status_type: stage?.end ?? 'active',
    pipeline_id: `pipe_${pipelineOfStage(stageOf(status)).id}`,
  };
}

/** Close writes an activity for every change of a status. */
export function noteStatusChange(store: RecordStore, { id, type, body }: VendorRecord, fields: Fields): void {
  const isChange = type === 'opportunity' && fields.status_id !== undefined && fields.status_id !== body.status_id;
  if (isChange) store.insert('status_change', { opportunity_id: id, new_status_id: fields.status_id });
}

export function listStatusChanges({ store, query }: SandboxCall): SandboxAnswer {
  const opportunity = query.get('opportunity_id');
  const data = store
    .list('status_change')
    .filter(({ body }) => opportunity === null || body.opportunity_id === opportunity)
    .map(({ id, body, createdAt }) => ({ id, ...body, date_created: new Date(createdAt).toISOString() }));
  return { status: 200, body: { data, has_more: false } };
}
