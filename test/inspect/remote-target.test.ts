import { leadsOff, runsOnClick, startsProgram } from '../../lambdas/inspect/remote-target.ts';

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

describe('startsProgram', () => {
  it.each([
    'powershell.exe%20-c%20x',
    'POWERSHELL.EXE',
    'cmd /c start x',
    '"C:\\Program Files\\a b\\tool.exe" -x',
    'C:\\Windows\\System32\\mshta.exe',
    'file:///C:/Windows/System32/c%61lc.exe',
    'file:///C:/Windows/System32/cmd',
    'file://192.0.2.7/share/invoice.pdf.lnk',
    'FILE:\\\\192.0.2.7\\share\\a.hta',
    '\\\\192.0.2.7\\share\\a.js',
    '\\\\192.0.2.7@80\\DavWWWRoot\\a.library-ms',
    'smb://192.0.2.7/a.bat',
    '..\\..\\setup.com',
    'setup.exe#x',
    'set\0up.exe',
    'tools/setup.vbs?x=1',
    'sea\trch-ms:query=x',
    'ms-appinstaller:?source=https://x.example/a',
    'ms-msdt:/id x',
    'javascript:x',
    'shell:startup\\a',
  ])('finds a program in %j', (target) => {
    expect(startsProgram(target)).toBe(true);
  });

  it.each([
    '',
    '#slide3',
    'https://x.example/setup.exe',
    'http://x.example/a.js?b=c.exe',
    'mailto:a@x.pl?subject=setup.exe',
    'tel:+1',
    'www.x.com',
    'x.pl',
    'shop.x.app/a',
    'index.php?page=cmd.exe',
    'Cmd',
    'budget.xlsx',
    '../a b/report.docx',
    'file:///C:/Users/a/b.docx',
    '\\\\server\\share\\a.xlsx',
    'ms-excel:ofe|u|https://x.example/a.xlsx',
    'data:image/png;base64,AA',
    '/ppt/slides/slide2.xml',
  ])('finds none in %j', (target) => {
    expect(startsProgram(target)).toBe(false);
  });
});
