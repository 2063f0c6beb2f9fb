import { isRtf, rtfReasons } from '../../lambdas/inspect/rtf.ts';

describe('rtfReasons', () => {
  it.each<[string, string, string[]]>([
    ['words', '{\\rtf1\\ansi Hello {\\b Ada}}', []],
    ['an object', '{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}', ['rtf.object']],
    ['a linked object', '{\\rtf1{\\object\\objautlink{\\*\\objclass x}}}', ['rtf.object']],
    ['a word that only begins alike', '{\\rtf1\\objectival}', []],
    ['a template of the web', '{\\rtf1{\\*\\template https://x.example/a.dot}}', ['office.remote-template']],
    ['a template in code points', '{\\rtf1{\\*\\template \\u104?ttps://x.example/a}}', ['office.remote-template']],
    ['a template of a server', '{\\rtf1{\\*\\template \\\\\\\\x.example\\\\a.dot}}', ['office.remote-template']],
    ['a template of the own machine', '{\\rtf1{\\*\\template C:\\\\a\\\\Normal.dot}}', []],
    ['a field that asks a program', '{\\rtf1{\\field{\\*\\fldinst DDEAUTO excel "x"}}}', ['office.dde']],
    [
      'a field with words of the web',
      '{\\rtf1{\\*\\fldinst INCLUDETEXT "http://x.example"}}',
      ['office.external-content'],
    ],
    [
      'a link to a program',
      '{\\rtf1{\\*\\fldinst HYPERLINK "\\\\\\\\192.0.2.7\\\\a.lnk"}}',
      ['office.external-content'],
    ],
    [
      'a link to a program in code points',
      '{\\rtf1{\\*\\fldinst HYPERLINK cmd.\\u101?xe}}',
      ['office.external-content'],
    ],
    ['a link', '{\\rtf1{\\*\\fldinst HYPERLINK "http://x.example/dde"}}', []],
  ])('judges %s', (_name, content, reasons) => {
    expect(rtfReasons(Buffer.from(content))).toEqual(reasons);
  });

  it('reads no more destinations than a document has, and says so', () => {
    const started = process.cpuUsage();
    const reasons = rtfReasons(Buffer.from(`{\\rtf1${'\\template'.repeat(500_000)}}`));
    const { user, system } = process.cpuUsage(started);

    expect(reasons).toEqual(['office.unread']);
    expect((user + system) / 1000).toBeLessThan(3000);
  });
});

describe('isRtf', () => {
  it('takes the short mark, too', () => {
    expect(['{\\rtf1 x}', '\n{\\rt x}', 'x {\\rtf1}'].map((text) => isRtf(Buffer.from(text)))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
