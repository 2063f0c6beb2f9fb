import type { CrmStep, StepName } from '../crm/crm-step.ts';
import { type DealMove, type DealMoveMark, type DealStage, type DealStages, judgeMove } from '../crm/deal-stage.ts';
import { andThen, failureReason, type Outcome, ok, type Ref } from '../crm/outcome.ts';
import type { EmailReceived } from '../mail/event.ts';
import type { SenderProof } from '../mail/sender-proof.ts';

/** The last move that a mail made of each deal, so that mail which arrives late overrules no later mail. */
export interface DealMoveMarks {
  last(connection: string, deal: string): Promise<DealMoveMark | undefined>;
  /** Writes a mark. False: a mail that was received later has written its own meanwhile. */
  write(connection: string, deal: string, mark: DealMoveMark): Promise<boolean>;
}

/** A move, and the mail that asks for it. */
interface RequestedMove {
  readonly move: DealMove;
  readonly event: Pick<EmailReceived, 'eventId' | 'receivedAt'>;
  readonly proof: SenderProof;
}

interface MoveDependencies {
  readonly stages: DealStages;
  readonly marks: DealMoveMarks;
  /** The name of the connection. */
  readonly connection: string;
  readonly now: () => Date;
}

/**
 * The step that moves the mail's deal, after the mail is logged. It ends well when nothing is to be moved, and its record
 * says why. The ledger keeps it done, so that a mail moves its deal once; the mark tells an attempt that died in between
 * what it was about to do.
 */
export function moveDealStep(dependencies: MoveDependencies, request: RequestedMove): CrmStep {
  return {
    name: 'stage',
    key: { kind: 'unique' },
    requests: 3,
    write: (refs) => moveDeal(dependencies, request, refs),
  };
}

/** The end of the step with a note for `postern trace`. */
const noted = (id: string, note: string): Outcome<Ref> => ok({ id, note });

async function moveDeal(
  dependencies: MoveDependencies,
  { move, event, proof }: RequestedMove,
  { deal }: Partial<Record<StepName, Ref>>,
): Promise<Outcome<Ref | undefined>> {
  if (deal === undefined) return ok({ id: '', note: 'not moved: the mail belongs to no deal' });
  const { id } = deal;
  // Nobody may move a deal in somebody else's name.
  if (proof === 'false') return noted(id, 'not moved: From is proven false');
  const { stages: deals, marks, connection } = dependencies;
  const stages = await deals.stages();
  if (stages.kind !== 'ok') return stages;
  const [place, mark] = await Promise.all([deals.placeOf(id), marks.last(connection, id)]);
  if (place.kind !== 'ok') return place;
  if (place.value === undefined) return noted(id, 'not moved: there is no such deal');
  const verdict = judgeMove({ move, stages: stages.value, place: place.value, event, mark });
  if (verdict.kind === 'no-stage') return { kind: 'misconfigured', code: 'NO_STAGE', message: verdict.message };
  const { eventId, receivedAt: at } = event;
  if (verdict.kind === 'moves') {
    const intent = { eventId, at, stage: verdict.to.id, writtenAt: dependencies.now().toISOString() };
    return writeMove(dependencies, id, verdict, intent);
  }
  if (verdict.stage !== undefined) {
    // A later mail wanted the same: it counts against mail from between the two.
    const writtenAt = mark?.stage === verdict.stage ? mark.writtenAt : at;
    await marks.write(connection, id, { eventId, at, stage: verdict.stage, writtenAt });
  }
  return noted(id, `not moved: ${verdict.why}`);
}

async function writeMove(
  { stages: deals, marks, connection }: MoveDependencies,
  id: string,
  { to, from }: { readonly to: DealStage; readonly from: string },
  intent: DealMoveMark,
): Promise<Outcome<Ref | undefined>> {
  if (!(await marks.write(connection, id, intent))) return noted(id, 'not moved: a later mail has moved it');
  const moved = await deals.move(id, to);
  // A rule of the account about this one deal must not hold up the conversation, whose mail is logged.
  if (moved.kind === 'rejected') return noted(id, `not moved: ${failureReason(moved)}`);
  return andThen(moved, () => noted(id, `moved from ${from} to ${to.name}`));
}
