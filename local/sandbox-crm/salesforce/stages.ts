import type { Fields } from '../../fields.ts';
import type { RecordStore, VendorRecord } from '../record-store.ts';

/** Stages in the order of the picklist; ids and sort orders have gaps. */
const stages = [
  ['Prospecting', false, false],
  ['Qualification', false, false],
  ['Needs Analysis', false, false],
  ['Negotiation', false, false],
  ['Closed Won', true, true],
  ['Closed Lost', true, false],
] as const;

/** The rows of `OpportunityStage`. */
export const stageRows: VendorRecord[] = stages.map(([name, isClosed, isWon], index) => ({
  id: `01J00000000000${index}AAA`,
  type: 'OpportunityStage',
  createdAt: 0,
  updatedAt: 0,
  body: {
    ApiName: name,
    MasterLabel: name,
    SortOrder: (index + 1) * 10,
    IsActive: true,
    IsClosed: isClosed,
    IsWon: isWon,
  },
}));

/** The values of the picklist. */
export const stageNames: readonly string[] = stages.map(([name]) => name);
export const isClosedStage = (name: unknown): boolean => stages.some(([stage, isClosed]) => stage === name && isClosed);

/** Fields that Salesforce sets when an opportunity changes its stage. */
export const stageFields = (store: RecordStore, { body }: VendorRecord, { StageName: stage }: Fields): Fields =>
  stage === undefined || stage === body.StageName
    ? {}
    : { LastStageChangeDate: new Date(store.now()).toISOString().replace('Z', '+0000') };
