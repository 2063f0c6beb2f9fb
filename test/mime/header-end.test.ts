import { findHeaderEnd } from '../../lambdas/mime/header-end.ts';

const found = (block: string, isMail = true): readonly [header: string, body: string | undefined] => {
  const { header, body } = findHeaderEnd(Buffer.from(block), isMail);
  return [header.toString(), body?.toString()];
};

describe('findHeaderEnd', () => {
  it.each<[string, string]>([
    ['fields', 'From: a\r\nTo: b\r\n\r\n'],
    ['folded fields', 'Subject: a\r\n b: c\r\n\td\r\n\r\n'],
    ['a blank before the colon', 'Subject : a\r\n\r\n'],
    ['the line of an mbox file', 'From a@b.example Fri Nov 20 09:00:00 2026\nSubject: a\n\n'],
    ['a name of raw bytes', 'Gr\u00fc\u00dfe: a\n\n'],
  ])('keeps %s', (_name, block) => {
    expect(found(block)).toEqual([block, undefined]);
  });

  it.each<[string, string, string, string]>([
    ['words', 'Subject: a\r\n', 'Dear all,\r\nthis is it.\r\n', ''],
    ['words before something like a field', 'Subject: a\n', 'No header\nCrane: free\n', '\n'],
    ['a blank in what could be a name', 'Subject: a\n', 'Dear Ada: hello\n', '\n'],
    ['a line of HTML', 'Content-Type: text/html\n', '<p>Hello.</p>\n', '\n'],
  ])('ends at %s', (_name, header, body, blank) => {
    expect(found(header + body + blank)).toEqual([header, body + blank]);
  });

  it('folds a line that usual fields follow', () => {
    expect(found('Subject: a\nlost half\nTo: b\n\n')).toEqual(['Subject: a\n lost half\nTo: b\n\n', undefined]);
  });

  it('lets a part begin with its words, and no mail', () => {
    expect(found('Hello.\n\n', false)).toEqual(['', 'Hello.\n\n']);
    expect(found('junk\nFrom: a\n\n')).toEqual(['junk\nFrom: a\n\n', undefined]);
  });
});
