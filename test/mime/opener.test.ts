import { addFile, createOpener, note, openerWithin } from '../../lambdas/mime/opener.ts';
import type { Part } from '../../lambdas/mime/part.ts';
import { createSpool } from '../../lambdas/mime/spool.ts';

const opener = () => createOpener(createSpool(), { maxBytes: 100, maxParts: 5, maxHeaderBytes: 100 });

describe('opener', () => {
  it('notes a wrapper once for each form and fate', () => {
    const own = opener();
    note(own, { format: 'uuencode', opened: true });
    note(own, { format: 'uuencode', opened: true });
    note(own, { format: 'uuencode', opened: false });

    expect(own.wrappers).toHaveLength(2);
  });

  it('keeps the files of a part in order', () => {
    const own = opener();
    const part = {} as Part;
    addFile(own, part, { filename: 'a', bytes: Buffer.from('a') });
    addFile(own, part, { filename: 'b', bytes: Buffer.from('b') });

    expect(own.files.get(part)?.map(({ filename }) => filename)).toEqual(['a', 'b']);
  });

  it('shares its room with the mails within the mail, and nothing else', () => {
    const own = opener();
    const within = openerWithin(own);

    expect(within.room).toBe(own.room);
    expect(within.wrappers).not.toBe(own.wrappers);
    expect(within.holders).not.toBe(own.holders);
  });
});
