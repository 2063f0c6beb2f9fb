import { agoOf, fullTimeOf, sizeOf, spanOf } from '../../../console/src/time-words.ts';

const now = new Date('2026-11-20T12:00:00Z');

describe('agoOf', () => {
  it.each([
    ['2026-11-20T11:59:55Z', 'now'],
    ['2026-11-20T11:59:30Z', '30 s ago'],
    ['2026-11-20T11:15:00Z', '45 min ago'],
    ['2026-11-20T09:30:00Z', '2 h 30 min ago'],
    ['2026-11-17T12:00:00Z', '3 d ago'],
    ['2026-10-01T12:00:00Z', '2026-10-01'],
    ['2026-11-20T13:00:00Z', 'in 1 h'],
    ['yesterday', 'at an unknown time'],
  ])('says of %s: %s', (at, words) => {
    expect(agoOf(at, now)).toBe(words);
  });
});

describe('spanOf', () => {
  it.each([
    [0, '0 s'],
    [412.4, '412 ms'],
    [1500, '1.5 s'],
    [42_000, '42 s'],
    [90_000, '1 min'],
    [3_600_000, '1 h'],
    [90_000_000, '25 h'],
    [190_000_000, '2 d 4 h'],
  ])('says of %d ms: %s', (ms, words) => {
    expect(spanOf(ms)).toBe(words);
  });
});

describe('fullTimeOf', () => {
  it('names UTC once for a reader in UTC', () => {
    expect(fullTimeOf('2026-11-20T09:00:00.123Z', 'UTC')).toBe('2026-11-20 09:00:00 UTC');
  });

  it('adds the time of the reader elsewhere', () => {
    expect(fullTimeOf('2026-11-20T09:00:00Z', 'Europe/Berlin')).toBe(
      '2026-11-20 09:00:00 UTC · 2026-11-20 10:00:00 Europe/Berlin',
    );
  });

  it('leaves a text that is no time as it is', () => {
    expect(fullTimeOf('soon', 'UTC')).toBe('soon');
  });
});

describe('sizeOf', () => {
  it.each([
    [12, '12 B'],
    [2048, '2.0 KB'],
    [5 * 1024 * 1024, '5.0 MB'],
  ])('says of %d bytes: %s', (bytes, words) => {
    expect(sizeOf(bytes)).toBe(words);
  });
});
