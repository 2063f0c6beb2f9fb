import { timelineOf } from '../../../lambdas/api/mails/timeline.ts';
import type { Delivery } from '../../../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../../../lambdas/domain/delivery/ledger.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const at = (second: number): string => `2026-11-20T09:00:${String(second).padStart(2, '0')}.000Z`;
const mail: MailRecord = {
  mailId: 'm1',
  objectKey: 'inbound/m1',
  receivedAt: at(0),
  state: 'parsed',
  recipients: [],
};
const delivery = (changes: Partial<Delivery>): Delivery => ({
  ...aDelivery(anEvent()),
  attempts: 0,
  fence: 0,
  steps: {},
  ...changes,
});
const readAt = new Map([['sales', at(2)]]);

describe('timelineOf', () => {
  it('goes from the receipt to the end, with the time of each hop', () => {
    const steps = {
      contact: { state: 'done', at: at(3), id: '7' },
      activity: { state: 'done', at: at(5), id: '8' },
      company: { state: 'done', at: at(6) },
    } as const;
    const done = delivery({ state: 'done', fate: 'delivered', settledAt: at(6), steps });

    expect(timelineOf(mail, [done], readAt)).toEqual([
      { hop: 'received', at: at(0), state: 'done' },
      { hop: 'read', at: at(2), ms: 2000, state: 'done' },
      { hop: 'written', at: at(5), ms: 3000, integration: 'sales', state: 'done' },
      { hop: 'settled', at: at(6), ms: 1000, integration: 'sales', state: 'done', detail: 'delivered' },
    ]);
  });

  it.each<[string, Partial<Delivery>, object]>([
    ['waits', {}, { state: 'waits', detail: 'pending', at: at(2) }],
    [
      'is parked',
      { fate: 'parked', reason: 'a field is missing' },
      { state: 'waits', detail: 'parked: a field is missing' },
    ],
    ['is dead', { state: 'done', fate: 'dead', settledAt: at(9) }, { state: 'dead', at: at(9), ms: 7000 }],
    ['was kept out', { state: 'done', fate: 'filtered', settledAt: at(4) }, { state: 'done', detail: 'filtered' }],
  ])('says how a delivery that %s stands', (_, changes, expected) => {
    expect(timelineOf(mail, [delivery(changes)], readAt).at(-1)).toMatchObject({ hop: 'settled', ...expected });
  });

  it('marks a failure with its class, in its place', () => {
    const failed = delivery({
      failedLastAt: at(4),
      errorClass: 'quota',
      state: 'done',
      fate: 'delivered',
      settledAt: at(8),
    });

    expect(timelineOf(mail, [failed], readAt).slice(2)).toEqual([
      { hop: 'failed', at: at(4), ms: 2000, integration: 'sales', state: 'failed', detail: 'quota' },
      { hop: 'settled', at: at(8), ms: 4000, integration: 'sales', state: 'done', detail: 'delivered' },
    ]);
  });

  it('ends with the quarantine of a mail that was not read, and begins at the receipt where no feed knows it', () => {
    const quarantined = timelineOf({ ...mail, state: 'quarantined', reason: 'unreadable' }, [], new Map());

    expect(quarantined.map(({ hop, state }) => [hop, state])).toEqual([
      ['received', 'done'],
      ['quarantined', 'dead'],
    ]);
    expect(timelineOf(mail, [delivery({})], new Map()).map(({ hop }) => hop)).toEqual(['received', 'settled']);
  });
});
