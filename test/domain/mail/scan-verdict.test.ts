import {
  awaitsScan,
  isEncryptedFile,
  type JudgedFile,
  threatIn,
  verdictAfter,
} from '../../../lambdas/domain/mail/scan-verdict.ts';

const file = (verdict: JudgedFile['verdict'], ...reasons: string[]): JudgedFile => ({ verdict, reasons });

describe('verdictAfter', () => {
  it.each([
    ['clean', [], 'unscanned'],
    ['unscanned', ['type.not-inspected'], 'unscanned'],
    ['suspicious', ['office.macros'], 'suspicious'],
    ['blocked', ['name.executable'], 'blocked'],
  ] as const)('calls nothing clean while its scan has not ended: %s', (verdict, reasons, wanted) => {
    const judged = verdictAfter(file(verdict, ...reasons), { kind: 'pending' });

    expect(judged).toEqual({ verdict: wanted, reasons: [...reasons, 'antivirus.pending'] });
    expect(awaitsScan(judged)).toBe(true);
    expect(threatIn(judged)).toBeUndefined();
    expect(verdictAfter(judged, { kind: 'pending' })).toEqual(judged);
  });

  it.each([
    ['what our own inspection calls clean', file('clean'), 'clean', ['antivirus.clean']],
    ['an unknown format', file('unscanned', 'type.not-inspected'), 'clean', ['type.not-inspected', 'antivirus.clean']],
    ['a locked PDF, which no engine opens', file('unscanned', 'pdf.encrypted'), 'unscanned', ['pdf.encrypted']],
    ['a PGP or S/MIME message', file('unscanned', 'type.encrypted'), 'unscanned', ['type.encrypted']],
    [
      'an archive with an encrypted file and an unread one',
      file('unscanned', 'archive.unread', 'type.encrypted'),
      'unscanned',
      ['archive.unread', 'type.encrypted'],
    ],
    ['a locked archive', file('suspicious', 'archive.encrypted'), 'suspicious', ['archive.encrypted']],
    ['a document with macros', file('suspicious', 'office.macros'), 'suspicious', ['office.macros']],
    ['a program', file('blocked', 'name.executable'), 'blocked', ['name.executable']],
  ] as const)('judges %s after a scan that found nothing', (_, first, verdict, reasons) => {
    expect(verdictAfter(verdictAfter(first, { kind: 'pending' }), { kind: 'clean' })).toEqual({ verdict, reasons });
  });

  it.each(['clean', 'unscanned', 'suspicious'] as const)('blocks a %s file with a threat in it', (verdict) => {
    const judged = verdictAfter(verdictAfter(file(verdict), { kind: 'pending' }), {
      kind: 'infected',
      name: 'Win.Test EICAR/HDB-1 <x>',
    });

    expect(judged).toEqual({ verdict: 'blocked', reasons: ['antivirus.Win.Test-EICAR-HDB-1-x-'] });
    expect(threatIn(judged)).toBe('Win.Test-EICAR-HDB-1-x-');
  });

  it.each(['unavailable', 'unsupported'] as const)('leaves a file unscanned when the engine is %s', (kind) => {
    const judged = verdictAfter(verdictAfter(file('clean'), { kind: 'pending' }), { kind });

    expect(judged).toEqual({ verdict: 'unscanned', reasons: [`antivirus.${kind}`] });
    expect(awaitsScan(judged)).toBe(false);
    expect(threatIn(judged)).toBeUndefined();
  });
});

describe('isEncryptedFile', () => {
  it('knows encryption by the reason of any format, and not by the name that an engine gives a threat', () => {
    const reasons = ['type.encrypted', 'pdf.encrypted', 'office.encrypted', 'archive.encrypted'];

    expect(reasons.every((reason) => isEncryptedFile({ reasons: [reason] }))).toBe(true);
    expect(isEncryptedFile({ reasons: ['antivirus.Heuristics.Doc.encrypted', 'type.not-inspected'] })).toBe(false);
  });
});
