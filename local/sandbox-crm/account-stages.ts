/** A stage of the sandbox's account. */
interface AccountStage {
  readonly id: number;
  readonly name: string;
  readonly end?: 'won' | 'lost';
}

interface AccountPipeline {
  readonly id: number;
  readonly name: string;
  readonly stages: readonly AccountStage[];
}

/**
 * The pipelines of deals that every sandbox with pipelines has. Ids do not follow the order of the stages, as in an account in
 * which somebody has moved a stage.
 */
export const accountPipelines: readonly AccountPipeline[] = [
  {
    id: 1,
    name: 'Sales',
    stages: [
      { id: 30, name: 'New' },
      { id: 35, name: 'Qualified' },
      { id: 31, name: 'Proposal' },
      { id: 33, name: 'Won', end: 'won' },
      { id: 32, name: 'Lost', end: 'lost' },
    ],
  },
  {
    id: 2,
    name: 'Renewals',
    stages: [
      { id: 40, name: 'Due' },
      { id: 41, name: 'Proposal' },
    ],
  },
];

/** The stage of a deal that names none. */
export const firstAccountStage = 30;

/** The pipeline of a stage; that of the first one for an unknown id. */
export const pipelineOfStage = (id: unknown): AccountPipeline =>
  accountPipelines.find(({ stages }) => stages.some((stage) => String(stage.id) === String(id))) ??
  accountPipelines[0]!;

/** Whether a stage is one of the account's. */
export const isAccountStage = (id: unknown): boolean =>
  accountPipelines.some(({ stages }) => stages.some((stage) => String(stage.id) === String(id)));

/** A stage by its id. */
export const accountStage = (id: unknown): AccountStage | undefined =>
  accountPipelines.flatMap(({ stages }) => stages).find((stage) => String(stage.id) === String(id));
