import {
  cardKey,
  dayKey,
  fateCount,
  indexedKey,
  receivedCount,
  toDayCounts,
  toIndexed,
  wordKey,
} from '../../lambdas/aws/mail-index-rows.ts';
import { rowKindOf } from '../../lambdas/aws/row-kinds.ts';

const place = '2026-11-20T09:00:00.000Z#m1';

describe('the rows of the index of mails', () => {
  it.each([
    [cardKey('acme', place), 'MAILS', { pk: 'MAILS#acme#2026-11-20', sk: place }],
    [dayKey('acme', '2026-11-20'), 'MAILDAYS', { pk: 'MAILDAYS#acme', sk: '2026-11-20' }],
    [wordKey('acme', 'h', place), 'FIND', { pk: 'FIND#acme#h', sk: place }],
    [indexedKey({ eventId: 'e1' }), 'INDEXED', { pk: 'EVENT#e1', sk: 'INDEXED' }],
    [indexedKey({ mailId: 'm1' }), 'INDEXED', { pk: 'MAIL#m1', sk: 'INDEXED' }],
  ])('have the key %j, of the kind %s', (key, kind, expected) => {
    expect(key).toEqual(expected);
    expect(rowKindOf('ledger', key)).toBe(kind);
  });

  it('count mails, and mails with each fate', () => {
    const row = {
      ...dayKey('acme', '2026-11-20'),
      [receivedCount]: 3,
      [fateCount('dead')]: 2,
      [fateCount('parked')]: 0,
    };

    expect(toDayCounts(row)).toEqual({ day: '2026-11-20', received: 3, byFate: { dead: 2 } });
  });

  it('tell a row that another version wrote', () => {
    expect(toIndexed({ version: 1, cards: [] })).toEqual({ version: 1, cards: [] });
    expect(() => toIndexed({ version: 1 })).toThrow('cards');
  });
});
