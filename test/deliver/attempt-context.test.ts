import { openAttempt } from '../../lambdas/deliver/attempt-context.ts';
import { maxAttempts } from '../../lambdas/domain/crm/retry-policy.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { ParkMarker } from '../../lambdas/domain/delivery/ledger.ts';
import { anAttempt } from '../helpers/attempt.ts';

const marker = { group: 'sales#thread-1', head: 'evt_0', reason: 'x', kind: 'poisoned' } as ParkMarker;

describe('openAttempt', () => {
  const open = (loaded: Partial<Delivery> | undefined, attempt = {}, more = {}) => {
    const { context } = anAttempt({ attempt, delivery: loaded ?? {} });
    const delivery = loaded && context.delivery;
    const ledger = { ...context.dependencies.ledger, load: async () => ({ ...(delivery && { delivery }), ...more }) };
    return openAttempt({ ...context.dependencies, ledger }, context.message, context.attempt);
  };

  it.each<[string, Partial<Delivery> | undefined, object, object]>([
    [
      'a delivery that the ledger lacks as dead',
      undefined,
      {},
      { kind: 'dead', reason: 'the ledger has no such delivery' },
    ],
    ['a delivery that has its fate', { state: 'done', fate: 'shadowed' }, {}, { kind: 'settled', fate: 'shadowed' }],
    [
      'a done delivery of an earlier version as delivered',
      { state: 'done' },
      {},
      { kind: 'settled', fate: 'delivered' },
    ],
    ['a delivery that was given up', { state: 'failed' }, {}, { kind: 'settled', fate: 'dead', how: 'before' }],
  ])('ends %s', async (_case, loaded, attempt, result) => {
    expect(await open(loaded, attempt)).toMatchObject(result);
  });

  it('opens a delivery that was given up when a person asks for it', async () => {
    expect(await open({ state: 'failed' }, { revives: true })).toMatchObject({ kind: 'open' });
  });

  it.each<[string, Partial<Delivery>, object, object, object]>([
    ['an ordinary attempt is neither last nor guarded', {}, {}, {}, { isLast: false, isGuarded: false }],
    ['the queue may be about to stop offering it', {}, { isLast: true }, {}, { isLast: true, isGuarded: false }],
    ['the next failure is the last that counts', { attempts: maxAttempts - 1 }, {}, {}, { isLast: true }],
    ['the conversation has its marker', {}, {}, { marker }, { isGuarded: true, marker }],
    [
      'a replay is never last, nor guarded',
      { attempts: 99 },
      { isReplay: true, isLast: true },
      { marker },
      { isLast: false, isGuarded: false },
    ],
  ])('knows when %s', async (_case, delivery, attempt, loaded, wanted) => {
    expect(await open(delivery, attempt, loaded)).toMatchObject({ kind: 'open', context: wanted });
  });
});
