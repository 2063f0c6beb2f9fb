import { replayedId } from '../../../lambdas/domain/crm/replay-mark.ts';

describe('replayedId', () => {
  it('keeps the id by which consumers drop repetitions, unless a new one is wanted', () => {
    expect(replayedId('m1', { id: 'rpl_1', messageId: 'same' })).toBe('m1');
    expect(replayedId('m1', { id: 'rpl_1', messageId: 'new' })).toMatch(/^[0-9a-f]{64}$/);
  });

  it('makes one new id for all tries of a replay, and another for each replay and message', () => {
    const idOf = (message: string, id: string) => replayedId(message, { id, messageId: 'new' });

    expect(idOf('m1', 'rpl_1')).toBe(idOf('m1', 'rpl_1'));
    expect(new Set([idOf('m1', 'rpl_1'), idOf('m1', 'rpl_2'), idOf('m2', 'rpl_1')]).size).toBe(3);
  });
});
