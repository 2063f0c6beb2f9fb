import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { fileNotes } from '../../../lambdas/domain/planning/file-notes.ts';

type Attachment = EmailReceived['attachments'][number];
const file = (changes: Partial<Attachment>): Attachment => ({
  filename: 'a.txt',
  contentType: 'text/plain',
  size: 1,
  sha256: '',
  inline: false,
  key: 'k',
  verdict: 'clean',
  reasons: [],
  ...changes,
});
const infected = file({ verdict: 'blocked', reasons: ['antivirus.Eicar'] });
const late = file({ filename: 'late.txt', verdict: 'unscanned', reasons: ['antivirus.pending'] });

describe('fileNotes', () => {
  it('says nothing of files that no scan keeps back', () => {
    const others = [
      file({}),
      file({ verdict: 'blocked', reasons: ['name.executable'] }),
      file({ verdict: 'unscanned', reasons: ['antivirus.unavailable'] }),
      file({ reasons: ['antivirus.clean'] }),
    ];

    expect(fileNotes(others, true)).toEqual([]);
  });

  it('names infected files with what is in them, and late ones where files are uploaded', () => {
    expect(fileNotes([infected, late], true)).toEqual([
      '[Attachments blocked by the antivirus: a.txt (Eicar)]',
      '[Attachments left out, because their antivirus scan had not ended: late.txt]',
    ]);
    expect(fileNotes([infected, late], false)).toEqual(['[Attachments blocked by the antivirus: a.txt (Eicar)]']);
  });

  it('names files that a setting refuses', () => {
    const refused = file({ verdict: 'blocked', reasons: ['refused.by-setting'] });

    expect(fileNotes([refused, file({})], false)).toEqual(['[Attachments refused by setting: a.txt]']);
  });

  it.each(['type', 'pdf', 'office', 'archive'])(
    'names a file that is encrypted by its reason %s.encrypted',
    (format) => {
      const encrypted = file({ filename: 'plan.pdf', verdict: 'unscanned', reasons: [`${format}.encrypted`] });

      expect(fileNotes([encrypted, file({})], false)).toEqual([
        '[Attachments that are encrypted, so that nothing looked into them: plan.pdf]',
      ]);
    },
  );

  it('leaves the encryption of the whole mail to the notice of its words', () => {
    const wrapper = file({
      filename: 'smime.p7m',
      contentType: 'application/pkcs7-mime',
      verdict: 'unscanned',
      reasons: ['type.encrypted'],
    });

    expect(fileNotes([wrapper], false)).toEqual([]);
  });

  it('names a file without a name by its type, and no more than twenty', () => {
    const { filename: _, ...unnamed } = infected;
    const [note] = fileNotes([unnamed, ...Array.from({ length: 22 }, () => infected)], false);

    expect(note).toMatch(/^\[Attachments blocked by the antivirus: text\/plain \(Eicar\), .* and 3 more\]$/);
  });
});
