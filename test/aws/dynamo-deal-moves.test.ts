import { createDealMoves } from '../../lambdas/aws/dynamo-deal-moves.ts';
import { dealMoveKey, dealMoveTtlSeconds } from '../../lambdas/aws/ledger-rows.ts';
import type { DealMoveMark } from '../../lambdas/domain/crm/deal-stage.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const mark = (eventId: string, minute: string, stage = 's1'): DealMoveMark => ({
  eventId,
  at: `2026-11-20T10:${minute}:00.000Z`,
  stage,
  writtenAt: '2026-11-20T11:00:00.000Z',
});

describe('createDealMoves', () => {
  const test = useTestDynamo();

  it('remembers the last move of each deal of each connection', async () => {
    const { dynamo, ledgerTable: table } = test();
    const moves = createDealMoves(dynamo, table);

    expect(await moves.last('main', 'd1')).toBeUndefined();
    expect(await moves.write('main', 'd1', mark('evt_1', '01'))).toBe(true);
    expect(await moves.last('main', 'd1')).toEqual(mark('evt_1', '01'));
    expect(await moves.last('other', 'd1')).toBeUndefined();
  });

  it('refuses the mark of a mail that was received before, and repeats the mark of the same mail', async () => {
    const { dynamo, ledgerTable: table } = test();
    const moves = createDealMoves(dynamo, table);
    await moves.write('main', 'd2', mark('evt_2', '02'));

    expect(await moves.write('main', 'd2', mark('evt_1', '01'))).toBe(false);
    expect(await moves.write('main', 'd2', mark('evt_2', '02', 's2'))).toBe(true);
    expect(await moves.write('main', 'd2', mark('evt_3', '03', 's3'))).toBe(true);
    expect((await moves.last('main', 'd2'))?.stage).toBe('s3');
  });

  it('keeps a row for as long as a replay is likely', () => {
    expect(dealMoveKey('main', 'd1')).toEqual({ pk: 'DEAL#main#d1', sk: 'MOVE' });
    expect(dealMoveTtlSeconds).toBe(90 * 86_400);
  });
});
