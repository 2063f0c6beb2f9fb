import type { Outcome } from './outcome.ts';

/** A stage in which deals of an account may stand. */
export interface DealStage {
  /** The CRM's own id of the stage, or its name where the CRM has no ids for stages. */
  readonly id: string;
  /** The name that people see. */
  readonly name: string;
  /** Absent where the account has one row of stages for all deals. */
  readonly pipeline?: { readonly id: string; readonly name: string };
  /** The place in its pipeline: a higher number is further on. */
  readonly order: number;
  /** Set for a stage in which a deal is closed. */
  readonly end?: 'won' | 'lost';
}

/** Meanings of stages for the people of a deal. */
export const stageMeanings = ['opportunity', 'won', 'lost', 'churned'] as const;
export type StageMeaning = (typeof stageMeanings)[number];

/** Names of stages by their meaning. Without names `won` and `lost` mean the account's own closed stages. */
export type StageNames = Readonly<Partial<Record<StageMeaning, readonly string[]>>>;

/** The meaning of a stage; undefined where it has none. */
export function meaningOf(stage: DealStage, names: StageNames): StageMeaning | undefined {
  return stageMeanings.find((meaning) => {
    const wanted = names[meaning];
    if (wanted === undefined) return false;
    return wanted.length === 0 ? stage.end === meaning : wanted.some((name) => isNamed(name, stage));
  });
}

/** Deals that were changed, in the order of their changes. */
export interface ChangedDeals {
  readonly deals: ReadonlyArray<{
    readonly id: string;
    /** Id of the stage. */
    readonly stage?: string;
    readonly pipeline?: string;
    /** ISO 8601: the time of the stage of a deal that has never left its first one. */
    readonly createdAt?: string;
  }>;
  /** The start of the next poll: everything before it has been seen. */
  readonly until: Date;
}

/** The stage in which a deal stands. */
export interface DealPlace {
  /** Id of the stage; absent: the CRM names none. */
  readonly stage?: string;
  /** Id of the pipeline. */
  readonly pipeline?: string;
  /** The deal is closed, whatever its stage says. */
  readonly isClosed?: boolean;
  /** When the deal came into its stage, ISO 8601; absent: it has never left its first stage, or the CRM does not say. */
  readonly changedAt?: string;
  /** When the deal was made, ISO 8601, where the CRM also gives `changedAt` for a first stage. */
  readonly createdAt?: string;
}

/** The deals of a CRM, as far as they move from stage to stage. */
export interface DealStages {
  /** The stages of the account; asked for once per cold start. */
  stages(): Promise<Outcome<readonly DealStage[]>>;
  /** Where a deal stands; undefined where there is no such deal. */
  placeOf(id: string): Promise<Outcome<DealPlace | undefined>>;
  move(id: string, stage: DealStage): Promise<Outcome<unknown>>;
  /**
   * Deals that were changed in any way since a time. Absent: the CRM cannot be polled.
   *
   * @param since the caller has seen the changes before that time; the same deals may come again
   */
  changedSince?(since: Date): Promise<Outcome<ChangedDeals>>;
}

/** The most calls of one move: the stages, the deal in two parts, the write. */
export const dealMoveCalls = 4;

/** A move that a rule asks for. */
export interface DealMove {
  /** Id or name of a stage. */
  readonly stage: string;
  /** Id or name of a pipeline: deals of other pipelines stay. Absent: the deal's own, whichever it is. */
  readonly pipeline?: string | undefined;
  /** Whether the deal may go back to an earlier stage. */
  readonly backwards?: true | undefined;
}

/** The last move of a deal that a mail made. */
export interface DealMoveMark {
  readonly eventId: string;
  /** When that mail was received, ISO 8601 UTC. */
  readonly at: string;
  /** Id of the stage. */
  readonly stage: string;
  /** When the move was about to be written, ISO 8601 UTC. */
  readonly writtenAt: string;
}

/** The effect of a move on a deal: `why` has the words for `postern trace`. */
type MoveVerdict =
  | { readonly kind: 'moves'; readonly to: DealStage; readonly from: string }
  | { readonly kind: 'stays'; readonly why: string; readonly stage?: string }
  /** The account has no such stage: every mail of the rule meets that. */
  | { readonly kind: 'no-stage'; readonly message: string };

const isSame = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

const isNamed = (wanted: string, { id, name }: { readonly id: string; readonly name: string }): boolean =>
  isSame(id, wanted) || isSame(name, wanted);

/** The stages that a move may mean: one in each pipeline at most. */
const stagesNamed = (
  stages: readonly DealStage[],
  { stage, pipeline }: Pick<DealMove, 'stage' | 'pipeline'>,
): DealStage[] =>
  stages.filter(
    (candidate) =>
      isNamed(stage, candidate) &&
      (pipeline === undefined || (candidate.pipeline !== undefined && isNamed(pipeline, candidate.pipeline))),
  );

/** Why no stage is meant by a move; undefined where there is one. */
export function missingStage(stages: readonly DealStage[], move: DealMove): string | undefined {
  const { stage, pipeline } = move;
  if (stagesNamed(stages, move).length > 0) return undefined;
  const inPipeline = pipeline === undefined ? '' : ` in the pipeline "${pipeline}"`;
  const names = [...new Set(stages.map(({ name }) => name))].slice(0, mostNamed).join(', ');
  return `the account has no deal stage "${stage}"${inPipeline}; it has ${names || 'none'}`;
}

/** Stages that a message names. */
const mostNamed = 20;

/** Clocks of two services differ by less than that, in ms. */
const skewMs = 120_000;
/** A deal still stands in its first stage when it came there within that time of its making, in ms. */
const makingMs = 10_000;

/** A deal, the move that a mail asks for, and the last move that a mail made. */
interface MoveRequest {
  readonly move: DealMove;
  readonly stages: readonly DealStage[];
  readonly place: DealPlace;
  readonly event: { readonly eventId: string; readonly receivedAt: string };
  readonly mark?: DealMoveMark | undefined;
}

/**
 * Decides whether a mail moves a deal: forward only unless the rule says otherwise, never out of a closed stage, and never
 * against a change that is newer than the mail, whether a person or a later mail made it.
 */
export function judgeMove({ move, stages, place, event, mark }: MoveRequest): MoveVerdict {
  const message = missingStage(stages, move);
  if (message !== undefined) return { kind: 'no-stage', message };
  const current = stages.find((stage) => stage.id === place.stage && isOfPlace(stage, place));
  const named = stagesNamed(stages, move);
  const target = named.find((stage) => isOfPlace(stage, place));
  const from = current?.name ?? place.stage ?? 'no stage';
  const stays = (why: string): MoveVerdict => ({ kind: 'stays', why });
  if (target === undefined) return stays(`the deal is in another pipeline than "${move.stage}"`);
  if (target.id === place.stage) return { kind: 'stays', why: `already in ${target.name}`, stage: target.id };
  if (place.isClosed || current?.end !== undefined) return stays(`the deal is closed, in ${from}`);
  if (isOlder(place, event, mark)) return stays(`${from} is newer than the mail`);
  if (current !== undefined && target.order < current.order && !move.backwards)
    return stays(`${target.name} would go backwards from ${from}`);
  return { kind: 'moves', to: target, from };
}

/** A deal of an unknown pipeline takes the first stage of the name. */
const isOfPlace = ({ pipeline }: DealStage, place: DealPlace): boolean =>
  pipeline === undefined || place.pipeline === undefined || pipeline.id === place.pipeline;

/** Whether the deal's stage was decided after the mail was received: by a later mail, or by a person at the CRM. */
function isOlder(
  { stage, changedAt, createdAt }: DealPlace,
  { eventId, receivedAt }: MoveRequest['event'],
  mark: DealMoveMark | undefined,
): boolean {
  if (mark !== undefined && mark.eventId !== eventId && mark.at > receivedAt) return true;
  if (changedAt === undefined || Number.isNaN(Date.parse(changedAt))) return false;
  // A deal that this mail opened is younger than the mail, and nobody has chosen its stage.
  if (createdAt !== undefined && Date.parse(changedAt) <= Date.parse(createdAt) + makingMs) return false;
  // A move of ours is as old as its mail, not as its write.
  const isOurs = mark?.stage === stage && Date.parse(changedAt) <= Date.parse(mark?.writtenAt ?? '') + skewMs;
  return !isOurs && Date.parse(changedAt) > Date.parse(receivedAt);
}
