import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { scanNotes } from '../../../lambdas/domain/planning/scan-notes.ts';

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

describe('scanNotes', () => {
  it('says nothing of files that no scan keeps back', () => {
    const others = [
      file({}),
      file({ verdict: 'blocked', reasons: ['name.executable'] }),
      file({ verdict: 'unscanned', reasons: ['antivirus.unavailable'] }),
      file({ reasons: ['antivirus.clean'] }),
    ];

    expect(scanNotes(others, true)).toEqual([]);
  });

  it('names infected files with what is in them, and late ones where files are uploaded', () => {
    expect(scanNotes([infected, late], true)).toEqual([
      '[Attachments blocked by the antivirus: a.txt (Eicar)]',
      '[Attachments left out, because their antivirus scan had not ended: late.txt]',
    ]);
    expect(scanNotes([infected, late], false)).toEqual(['[Attachments blocked by the antivirus: a.txt (Eicar)]']);
  });

  it('names a file without a name by its type, and no more than twenty', () => {
    const { filename: _, ...unnamed } = infected;
    const [note] = scanNotes([unnamed, ...Array.from({ length: 22 }, () => infected)], false);

    expect(note).toMatch(/^\[Attachments blocked by the antivirus: text\/plain \(Eicar\), .* and 3 more\]$/);
  });
});
