import type { Antivirus } from '../../lambdas/domain/mail/antivirus.ts';
import type { ReadMail } from '../../lambdas/domain/mail/mail-reader.ts';
import { hasFailed, scanAttachments } from '../../lambdas/parse/scan-attachments.ts';
import { aParsedMail } from '../helpers/builders.ts';

/** Finds what says EVIL, and looks at nothing that is long. */
const engine: Antivirus = {
  async scan(content) {
    const text = Buffer.concat(await Array.fromAsync(content)).toString();
    if (text.length > 200_000) return { kind: 'unavailable' };
    return text.includes('EVIL') ? { kind: 'infected', name: 'Test.Evil-1' } : { kind: 'clean' };
  },
};

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('scanAttachments', () => {
  it('blocks what the engine finds, and calls nothing clean that it could not look at', async () => {
    const contents = ['an EVIL file', 'a file', 'x'.repeat(300_000)];
    const attachment = {
      contentType: 'a/b',
      size: 1,
      sha256: '',
      isShown: false,
      verdict: 'clean' as const,
      reasons: [],
    };
    const reading = {
      kind: 'mail',
      mail: aParsedMail({ attachments: contents.map(() => attachment) }),
      openAttachment: (index: number) => bytes(contents[index]!),
      macroFreeCopy: () => undefined,
      [Symbol.asyncDispose]: async () => {},
    } satisfies ReadMail;

    const { attachments } = await scanAttachments(reading, engine);

    expect(attachments.map(({ verdict, reasons }) => [verdict, ...reasons])).toEqual([
      ['blocked', 'antivirus.Test.Evil-1'],
      ['clean'],
      ['unscanned', 'antivirus.unavailable'],
    ]);
  });

  it.each([
    ['a format that our own inspection does not know', 'unscanned', ['type.not-inspected'], 'clean'],
    ['an archive that our own inspection does not open', 'unscanned', ['archive.format'], 'clean'],
    ['a locked PDF, which no engine opens', 'unscanned', ['pdf.encrypted'], 'unscanned'],
    ['a program', 'blocked', ['name.executable'], 'blocked'],
    ['a document with macros', 'suspicious', ['office.macros'], 'suspicious'],
  ] as const)('calls %s no better than it is when the engine finds nothing', async (_, verdict, reasons, wanted) => {
    const attachment = { contentType: 'a/b', size: 1, sha256: '', isShown: false, verdict, reasons };
    const reading = {
      kind: 'mail',
      mail: aParsedMail({ attachments: [attachment] }),
      openAttachment: () => bytes('a file'),
      macroFreeCopy: () => undefined,
      [Symbol.asyncDispose]: async () => {},
    } satisfies ReadMail;

    const { attachments } = await scanAttachments(reading, engine);

    expect(attachments[0]?.verdict).toBe(wanted);
    expect(attachments[0]?.reasons).toEqual(wanted === verdict ? [...reasons] : [...reasons, 'antivirus.clean']);
  });
});

describe('hasFailed', () => {
  it('counts as a failure only that looking failed', () => {
    expect(hasFailed({ reasons: ['antivirus.unavailable'] })).toBe(true);
    expect(hasFailed({ reasons: ['inspection.failed'] })).toBe(true);
    expect(hasFailed({ reasons: ['type.not-inspected', 'archive.format', 'pdf.encrypted'] })).toBe(false);
  });
});
