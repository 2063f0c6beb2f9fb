import { readTnef } from '../../lambdas/inspect/tnef.ts';
import { aTnef } from '../helpers/tnef.ts';

describe('TNEF', () => {
  it('gives its files with their long names and types', () => {
    const tnef = readTnef(
      aTnef([{ short: 'PLAN~1.TXT', long: 'plan für 2027.txt', type: 'text/plain', bytes: Buffer.from('the plan') }]),
    );

    expect(tnef?.attachments).toEqual([
      { filename: 'plan für 2027.txt', contentType: 'text/plain', bytes: Buffer.from('the plan') },
    ]);
  });

  it('gives a mail within the mail as a file', () => {
    const bytes = aTnef([{ short: 'a.txt', bytes: Buffer.from('x') }]);

    expect(readTnef(aTnef([{ short: 'Offer', isMail: true, bytes }]))?.attachments).toEqual([
      { filename: 'Offer', contentType: 'application/ms-tnef', bytes },
    ]);
  });

  it('gives the words in all their forms', () => {
    const tnef = readTnef(
      aTnef([], { text: Buffer.from([0xe4]), codePage: 1251, html: '<p>', rtf: Buffer.from('rtf') }),
    );

    expect(tnef).toEqual({ text: 'ä', codePage: 1251, html: '<p>', rtf: Buffer.from('rtf'), attachments: [] });
    expect(readTnef(aTnef([], { wideText: 'Да' }))).toMatchObject({ text: 'Да', isWide: true });
  });

  it('falls back to the short name', () => {
    expect(readTnef(aTnef([{ short: 'a.bin', bytes: Buffer.from('x') }]))?.attachments[0]?.filename).toBe('a.bin');
  });

  it('reads nothing from other bytes', () => {
    expect(readTnef(Buffer.from('not TNEF at all'))).toBeUndefined();
    expect(readTnef(Buffer.alloc(0))).toBeUndefined();
  });

  it('reads as far as it goes when it is cut at any byte', () => {
    const whole = aTnef([{ short: 'a.txt', long: 'a.txt', type: 'text/plain', bytes: Buffer.from('some words') }]);

    for (let length = 0; length < whole.length; length += 1)
      expect(() => readTnef(whole.subarray(0, length))).not.toThrow();
  });
});
