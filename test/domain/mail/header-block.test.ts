import { readHeaderBlock, readHeaderBlocks } from '../../../lambdas/domain/mail/header-block.ts';

describe('readHeaderBlock', () => {
  it.each<[string, string, Array<[string, string]>]>([
    [
      'fields by lower-case name',
      'Final-Recipient: rfc822; a@b\nAction : failed',
      [
        ['final-recipient', 'rfc822; a@b'],
        ['action', 'failed'],
      ],
    ],
    [
      'folded lines joined',
      'Diagnostic-Code: smtp; 550\n\t5.1.1 unknown',
      [['diagnostic-code', 'smtp; 550 5.1.1 unknown']],
    ],
    ['the first of a repeated field', 'To: a\nTo: b\n c', [['to', 'a']]],
    ['nothing of lines that are no fields', 'Hello there\nX Y: z', []],
  ])('reads %s', (_name, text, fields) => {
    expect([...readHeaderBlock(text)]).toEqual(fields);
  });
});

describe('readHeaderBlocks', () => {
  it('parts blocks at blank lines, whatever ends them', () => {
    const blocks = readHeaderBlocks('Reporting-MTA: dns; mx\r\n\r\n \r\nAction: failed\r\rAction: delayed');

    expect(blocks.map((block) => [...block.values()])).toEqual([['dns; mx'], ['failed'], ['delayed']]);
  });

  it('finds no block in nothing', () => {
    expect(readHeaderBlocks(undefined)).toEqual([]);
  });
});
