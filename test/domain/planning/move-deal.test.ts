import type {
  DealMove,
  DealMoveMark,
  DealPlace,
  DealStage,
  DealStages,
} from '../../../lambdas/domain/crm/deal-stage.ts';
import type { Outcome } from '../../../lambdas/domain/crm/outcome.ts';
import type { SenderProof } from '../../../lambdas/domain/mail/sender-proof.ts';
import { moveDealStep } from '../../../lambdas/domain/planning/move-deal.ts';
import { memoryDealMoves } from '../../helpers/memory-deal-moves.ts';

const stages: DealStage[] = [
  { id: 'new', name: 'New', order: 1 },
  { id: 'demo', name: 'Demo', order: 2 },
  { id: 'won', name: 'Won', order: 3, end: 'won' },
];

interface StepDetails {
  /** Hour and minute of the mail's receipt. */
  readonly at?: string;
  readonly proof?: SenderProof;
  readonly hasDeal?: boolean;
}

/** A CRM with one deal. */
function aCrm(place: DealPlace | undefined, { answer }: { readonly answer?: Outcome<unknown> } = {}) {
  const moves: string[] = [];
  let current = place;
  const port: DealStages = {
    stages: async () => ({ kind: 'ok', value: stages }),
    placeOf: async () => ({ kind: 'ok', value: current }),
    async move(id, { id: stage }) {
      if (answer !== undefined) return answer;
      moves.push(`${id} to ${stage}`);
      current = { ...current, stage, changedAt: '2026-11-20T10:30:00.000Z' };
      return { kind: 'ok', value: undefined };
    },
  };
  const marks = memoryDealMoves();

  async function step(move: DealMove, { at = '10:00', proof = 'unproven', hasDeal = true }: StepDetails = {}) {
    const event = { eventId: `evt_${at}`, receivedAt: `2026-11-20T${at}:00.000Z` };
    const dependencies = { stages: port, marks, connection: 'main', now: () => new Date('2026-11-20T10:30:00.000Z') };
    return moveDealStep(dependencies, { move, event, proof }).write(hasDeal ? { deal: { id: 'd1' } } : {});
  }

  /** A person moves the deal. */
  function put(next: DealPlace): void {
    current = next;
  }

  return { step, moves, marks, put };
}

const noteOf = (outcome: Outcome<{ readonly note?: string } | undefined>): string | undefined =>
  outcome.kind === 'ok' ? outcome.value?.note : outcome.kind;

describe('moveDealStep', () => {
  it('moves a deal forward, and says from where to where', async () => {
    const { step, moves } = aCrm({ stage: 'new' });

    expect(noteOf(await step({ stage: 'Demo' }))).toBe('moved from New to Demo');
    expect(moves).toEqual(['d1 to demo']);
  });

  it.each<[string, DealPlace | undefined, StepDetails, string]>([
    ['belongs to no deal', { stage: 'new' }, { hasDeal: false }, 'the mail belongs to no deal'],
    ['has a From that is proven false', { stage: 'new' }, { proof: 'false' }, 'From is proven false'],
    ['names a deal that is gone', undefined, {}, 'there is no such deal'],
    ['finds the deal there', { stage: 'demo' }, {}, 'already in Demo'],
    ['finds the deal closed', { stage: 'won' }, {}, 'the deal is closed, in Won'],
    ['finds a newer stage', { stage: 'new', changedAt: '2026-11-20T10:10:00.000Z' }, {}, 'New is newer than the mail'],
  ])('moves nothing and says why when the mail %s', async (_what, place, details, why) => {
    const { step, moves } = aCrm(place);

    expect(noteOf(await step({ stage: 'demo' }, details))).toBe(`not moved: ${why}`);
    expect(moves).toEqual([]);
  });

  it('lets the mail that was received last decide, in whichever order the mails are delivered', async () => {
    const { step, moves } = aCrm({ stage: 'new', changedAt: '2026-11-20T09:00:00.000Z' });
    await step({ stage: 'demo' }, { at: '10:05' });

    const late = await step({ stage: 'new', backwards: true }, { at: '10:01' });
    const next = await step({ stage: 'new', backwards: true }, { at: '10:06' });

    expect(noteOf(late)).toBe('not moved: Demo is newer than the mail');
    expect(noteOf(next)).toBe('moved from Demo to New');
    expect(moves).toEqual(['d1 to demo', 'd1 to new']);
  });

  it('counts a later mail that wanted the same stage', async () => {
    const { step } = aCrm({ stage: 'new', changedAt: '2026-11-20T09:00:00.000Z' });
    await step({ stage: 'demo' }, { at: '10:00' });
    await step({ stage: 'demo' }, { at: '10:05' });

    expect(noteOf(await step({ stage: 'new', backwards: true }, { at: '10:03' }))).toContain('newer than the mail');
  });

  it('moves a deal once per mail: a repetition does not take a person’s later choice back', async () => {
    const { step, moves, put } = aCrm({ stage: 'new', changedAt: '2026-11-20T09:00:00.000Z' });
    await step({ stage: 'demo' });
    put({ stage: 'new', changedAt: '2026-11-20T11:00:00.000Z' });

    expect(noteOf(await step({ stage: 'demo' }))).toBe('not moved: New is newer than the mail');
    expect(moves).toEqual(['d1 to demo']);
  });

  it('repeats a move whose end was unclear, and finds a move that was made', async () => {
    const unclear = aCrm({ stage: 'new', changedAt: '2026-11-20T09:00:00.000Z' }, { answer: { kind: 'unknown' } });
    expect(noteOf(await unclear.step({ stage: 'demo' }))).toBe('unknown');
    expect(noteOf(await unclear.step({ stage: 'demo' }))).toBe('unknown');

    unclear.put({ stage: 'demo', changedAt: '2026-11-20T10:30:00.000Z' });
    expect(noteOf(await unclear.step({ stage: 'demo' }))).toBe('not moved: already in Demo');
  });

  it('lets a refusal of the one deal end the step, and a missing stage stop the connection', async () => {
    const rule: Outcome<unknown> = { kind: 'rejected', code: 'FIELD_CUSTOM_VALIDATION', message: 'field Amount' };
    const refused = await aCrm({ stage: 'new' }, { answer: rule }).step({ stage: 'demo' });
    const missing = await aCrm({ stage: 'new' }).step({ stage: 'Demmo' });

    expect(noteOf(refused)).toContain('not moved: rejected: FIELD_CUSTOM_VALIDATION');
    expect(missing).toMatchObject({
      kind: 'misconfigured',
      code: 'NO_STAGE',
      message: expect.stringContaining('Demo'),
    });
  });

  it('gives way to a later mail that writes its mark in between', async () => {
    const { step, marks, moves } = aCrm({ stage: 'new' });
    marks.write = async () => false;

    expect(noteOf(await step({ stage: 'demo' }))).toBe('not moved: a later mail has moved it');
    expect(moves).toEqual([]);
  });
});

describe('memoryDealMoves', () => {
  it('keeps the mark of the mail that was received last', async () => {
    const marks = memoryDealMoves();
    const mark = (eventId: string, at: string): DealMoveMark => ({ eventId, at, stage: 's', writtenAt: at });

    expect(await marks.write('main', 'd', mark('evt_2', '2026-11-20T10:02:00.000Z'))).toBe(true);
    expect(await marks.write('main', 'd', mark('evt_1', '2026-11-20T10:01:00.000Z'))).toBe(false);
    expect((await marks.last('main', 'd'))?.eventId).toBe('evt_2');
  });
});
