import { leadsOff, runsOnClick } from '../../lambdas/inspect/remote-target.ts';

describe('leadsOff', () => {
  it.each([
    'https://x.example/a.dotm',
    '//x.example/a',
    '\\\\x.example\\share\\a',
    'file://x.example/share/a',
    'file:///\\\\x.example\\share\\a',
    'file:////x.example/share/a',
    'mhtml:https://x.example/a!b',
    'ms-msdt:/id PCWDiagnostic',
    ' HTTP://x.example',
  ])('finds another machine, or a command, in %j', (target) => {
    expect(leadsOff(target)).toBe(true);
  });

  it.each([
    'file:///C:\\Users\\a\\b.dotx',
    'file:///C:/Users/a/b.dotx',
    'file:///home/a/b.ott',
    'file://localhost/C:/a.dotx',
    'C:\\a\\b.dotx',
    'Normal.dotm',
    '../media/image1.png',
    '/word/a.xml',
    '',
  ])('finds none in %j', (target) => {
    expect(leadsOff(target)).toBe(false);
  });
});

describe('runsOnClick', () => {
  it.each<[string, boolean]>([
    ['https://x.example/', false],
    ['mailto:a@x.example', false],
    ['#bookmark', false],
    ['ms-word:ofe|u|https://x.example/a.docx', false],
    [' javascript:x', true],
    ['search-ms:query=x', true],
    ['ms-officecmd:x', true],
    ['data:text/html,x', true],
  ])('judges %j', (target, runs) => {
    expect(runsOnClick(target)).toBe(runs);
  });
});
