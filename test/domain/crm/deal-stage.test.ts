import {
  type DealMoveMark,
  type DealPlace,
  type DealStage,
  judgeMove,
  missingStage,
} from '../../../lambdas/domain/crm/deal-stage.ts';

const sales = { id: 'p1', name: 'Sales' };
const renewals = { id: 'p2', name: 'Renewals' };
const stages: DealStage[] = [
  { id: 's1', name: 'Qualified', pipeline: sales, order: 1 },
  { id: 's2', name: 'Proposal', pipeline: sales, order: 2 },
  { id: 's3', name: 'Won', pipeline: sales, order: 3, end: 'won' },
  { id: 's4', name: 'Lost', pipeline: sales, order: 4, end: 'lost' },
  { id: 'r1', name: 'Due', pipeline: renewals, order: 1 },
  { id: 'r2', name: 'Proposal', pipeline: renewals, order: 2 },
];
const event = { eventId: 'evt_1', receivedAt: '2026-11-20T10:00:00.000Z' };
const before = '2026-11-20T09:00:00.000Z';
const after = '2026-11-20T11:00:00.000Z';

const judge = (
  stage: string,
  place: DealPlace,
  {
    mark,
    ...move
  }: { readonly pipeline?: string; readonly backwards?: true; readonly mark?: Partial<DealMoveMark> } = {},
) =>
  judgeMove({
    move: { stage, ...move },
    stages,
    place,
    event,
    mark: mark && { eventId: 'evt_0', at: before, stage: 's1', writtenAt: before, ...mark },
  });

describe('judgeMove', () => {
  it.each([
    ['by its name', 'proposal'],
    ['by its id', 's2'],
    ['by its name with blanks around', ' Proposal '],
  ])('moves a deal forward to a stage that is named %s', (_how, stage) => {
    expect(judge(stage, { stage: 's1', pipeline: 'p1', changedAt: before })).toMatchObject({
      kind: 'moves',
      to: { id: 's2' },
      from: 'Qualified',
    });
  });

  it("takes the stage of the deal's own pipeline where two have one of that name", () => {
    expect(judge('Proposal', { stage: 'r1', pipeline: 'p2' })).toMatchObject({ kind: 'moves', to: { id: 'r2' } });
  });

  it('leaves a deal of another pipeline where it is', () => {
    const place = { stage: 'r1', pipeline: 'p2' };

    expect(judge('Qualified', place)).toMatchObject({
      kind: 'stays',
      why: expect.stringContaining('another pipeline'),
    });
    expect(judge('Proposal', place, { pipeline: 'sales' })).toMatchObject({ kind: 'stays' });
    expect(judge('Proposal', place, { pipeline: 'Renewals' })).toMatchObject({ kind: 'moves' });
  });

  it('says that a deal is there already', () => {
    expect(judge('Proposal', { stage: 's2', pipeline: 'p1', changedAt: after })).toEqual({
      kind: 'stays',
      why: 'already in Proposal',
      stage: 's2',
    });
  });

  it('goes backwards only where the rule says so', () => {
    const place = { stage: 's2', pipeline: 'p1' };

    expect(judge('Qualified', place)).toMatchObject({ why: 'Qualified would go backwards from Proposal' });
    expect(judge('Qualified', place, { backwards: true })).toMatchObject({ kind: 'moves', to: { id: 's1' } });
  });

  it.each([
    ['in a closed stage', { stage: 's3', pipeline: 'p1' }],
    ['by its status', { stage: 's1', pipeline: 'p1', isClosed: true }],
  ])('never opens a deal again that is closed %s', (_how, place) => {
    expect(judge('Proposal', place, { backwards: true })).toMatchObject({
      kind: 'stays',
      why: expect.stringContaining('closed'),
    });
    expect(judge('Lost', place)).toMatchObject({ kind: 'stays', why: expect.stringContaining('closed') });
  });

  it('leaves a stage that a person chose after the mail was received', () => {
    expect(judge('Proposal', { stage: 's1', pipeline: 'p1', changedAt: after })).toMatchObject({
      kind: 'stays',
      why: 'Qualified is newer than the mail',
    });
  });

  it('leaves a stage that a later mail chose, although that was written before', () => {
    const mark = { at: after, stage: 's1', writtenAt: before };

    expect(judge('Proposal', { stage: 's1', pipeline: 'p1', changedAt: before }, { mark })).toMatchObject({
      kind: 'stays',
      why: 'Qualified is newer than the mail',
    });
  });

  it('counts a move of an earlier mail as old as that mail, however late it was written', () => {
    const mark = { at: before, stage: 's1', writtenAt: after };

    expect(judge('Proposal', { stage: 's1', pipeline: 'p1', changedAt: after }, { mark })).toMatchObject({
      kind: 'moves',
    });
  });

  it('counts a person who chose the same stage again later', () => {
    const mark = { at: before, stage: 's1', writtenAt: before };

    expect(judge('Proposal', { stage: 's1', pipeline: 'p1', changedAt: after }, { mark })).toMatchObject({
      kind: 'stays',
    });
  });

  it('finishes a move of its own that was interrupted, and repeats none that a person took back', () => {
    const mark = { eventId: event.eventId, at: event.receivedAt, stage: 's2', writtenAt: after };

    expect(judge('Proposal', { stage: 's1', pipeline: 'p1', changedAt: before }, { mark })).toMatchObject({
      kind: 'moves',
    });
    expect(
      judge('Proposal', { stage: 's1', pipeline: 'p1', changedAt: '2026-11-20T12:00:00.000Z' }, { mark }),
    ).toMatchObject({ kind: 'stays' });
  });

  it('moves a deal that has stood in its first stage since it was made, as one that the mail has just opened', () => {
    const place = { stage: 's1', pipeline: 'p1', createdAt: after };

    expect(judge('Proposal', { ...place, changedAt: after })).toMatchObject({ kind: 'moves' });
    expect(judge('Proposal', { ...place, changedAt: '2026-11-20T11:30:00.000Z' })).toMatchObject({ kind: 'stays' });
  });

  it('moves a deal whose stage is gone from the account, and one whose times the CRM does not tell', () => {
    expect(judge('Proposal', { stage: 'gone', pipeline: 'p1' })).toMatchObject({ kind: 'moves', from: 'gone' });
    expect(judge('Proposal', { changedAt: 'never' })).toMatchObject({ kind: 'moves', from: 'no stage' });
  });

  it('says which stages there are where the account has no such stage', () => {
    expect(judge('Propsal', { stage: 's1' })).toEqual({
      kind: 'no-stage',
      message: 'the account has no deal stage "Propsal"; it has Qualified, Proposal, Won, Lost, Due',
    });
    expect(missingStage(stages, { stage: 'Due', pipeline: 'Sales' })).toContain('in the pipeline "Sales"');
    expect(missingStage([], { stage: 'Due' })).toContain('it has none');
  });
});
