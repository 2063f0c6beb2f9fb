import { marshall } from '@aws-sdk/util-dynamodb';
import { bytesOfRow, isOpenRow, staysForNow, timeOfRow } from '../../lambdas/aws/row-facts.ts';

const at = '2026-11-20T10:00:00.000Z';

describe('the time of a row', () => {
  it.each([
    ['the end of a delivery before its receipt', { settledAt: at, receivedAt: '2026-11-01T00:00:00.000Z' }, at],
    ['the start of a conversation', { threadSince: at }, at],
    ['a time to live, less its days', { ttl: Date.parse(at) / 1000 + 30 * 86_400 }, at],
    ['nothing', { pk: 'x' }, undefined],
    ['a text that is no time, and no time to live', { at: 'soon' }, undefined],
  ])('is by %s', (_what, row, time) => {
    expect(timeOfRow(row, 30)?.toISOString()).toBe(time);
  });

  it('is not told by a time to live that the table does not know', () => {
    expect([timeOfRow({ ttl: 1 }, 'for ever'), timeOfRow({ ttl: 1 }, undefined)]).toEqual([undefined, undefined]);
  });
});

describe('a row that has no end on purpose', () => {
  it.each([
    ['a pending delivery', { sk: 'DELIVERY#sales', state: 'pending', pendingShard: 's' }, true],
    ['one that was reopened', { sk: 'DELIVERY#sales', state: 'failed' }, true],
    ['one that is done', { sk: 'DELIVERY#sales', state: 'done', settledAt: at }, false],
    ['a mail', { sk: 'MAIL', state: 'parsed' }, false],
    ['a mail under a hold', { sk: 'MAIL', state: 'parsed', heldBy: new Set(['hold-1']) }, true],
  ])('is %s: %s', (_what, row, expected) => {
    expect(staysForNow(row)).toBe(expected);
    expect(isOpenRow(row)).toBe(expected && !('heldBy' in row));
  });
});

describe('the bytes of a row', () => {
  it('are near those of its wire format without the marks of types', () => {
    const row = {
      pk: 'MAIL#1',
      sk: 'MAIL',
      text: 'süß'.repeat(100),
      list: ['a', { b: 1 }],
      set: new Set(['x', 'y']),
      ok: true,
    };
    const wire = JSON.stringify(marshall(row)).length;

    expect(bytesOfRow(row)).toBeGreaterThan(500);
    expect(bytesOfRow(row)).toBeLessThan(wire + 300);
    expect(bytesOfRow({ pk: new Uint8Array(10) })).toBe(112);
  });
});
