import { fieldTargets } from '../../lambdas/inspect/field-targets.ts';

describe('fieldTargets', () => {
  it.each<[string, string[]]>([
    ['HYPERLINK "https://x.example/" \\o "tip"', ['https://x.example/']],
    [' hyperlink  cmd.exe ', ['cmd.exe']],
    ['HYPERLINK "\\\\\\\\x.example\\\\a.lnk"', ['\\\\x.example\\a.lnk']],
    ['IF(A1,HYPERLINK( "a.exe" ,"x"),HYPERLINK("b"))', ['a.exe', 'b']],
    ['HYPERLINK "no end', ['no end']],
    ['HYPERLINK', ['']],
    ['words', []],
  ])('reads %j', (instructions, targets) => {
    expect(fieldTargets(instructions)).toEqual(targets);
  });
});
