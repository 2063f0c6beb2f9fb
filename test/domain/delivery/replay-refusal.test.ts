import type { Delivery } from '../../../lambdas/domain/delivery/delivery.ts';
import { type RefusalCode, refusalOf } from '../../../lambdas/domain/delivery/replay-refusal.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const deliveryWith = (changes: Partial<Delivery>): Delivery => ({
  ...aDelivery(anEvent()),
  attempts: 1,
  fence: 1,
  steps: {},
  ...changes,
});
const done = (fate: Delivery['fate']): Partial<Delivery> => ({ state: 'done', fate: fate! });

describe('refusalOf', () => {
  it.each<[RefusalCode, Partial<Delivery>, RegExp]>([
    ['erased', { state: 'failed', fate: 'dead', erasedAt: '2026-11-20T09:00:00.000Z' }, /erased/],
    ['held', { ...done('delivered'), heldBy: ['hold_1', 'hold_2'] }, /hold_1, hold_2/],
    ['erased', { state: 'failed', fate: 'dead', erasedAt: '2026-11-20T09:00:00.000Z', heldBy: ['hold_1'] }, /erased/],
    ['quarantined', { ...done('quarantined'), reason: 'trust 0 is below 20' }, /^trust 0 is below 20$/],
    ['filtered', done('filtered'), /filtered/],
    ['suppressed', done('suppressed'), /suppressed/],
    ['shadowed', done('shadowed'), /shadowed/],
    ['parked', { state: 'pending', fate: 'parked' }, /conversation/],
    ['pending', { state: 'pending' }, /on its way/],
  ])('refuses with %s, whether or not what was delivered is asked for', (code, changes, reason) => {
    for (const delivered of [true, false])
      expect(refusalOf(deliveryWith(changes), { delivered })).toEqual({ code, reason: expect.stringMatching(reason) });
  });

  it('lets go what was given up, and what was delivered where that is asked for', () => {
    expect(refusalOf(deliveryWith({ state: 'failed', fate: 'dead' }), { delivered: false })).toBeUndefined();
    expect(refusalOf(deliveryWith(done('delivered')), { delivered: true })).toBeUndefined();
    expect(refusalOf(deliveryWith(done('delivered')), { delivered: false })).toMatchObject({ code: 'delivered' });
  });
});
