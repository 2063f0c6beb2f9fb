import { Command } from 'commander';
import { withApi } from '../../../cli/api/api-options.ts';

describe('withApi', () => {
  it('has no option that takes a key as a word', () => {
    expect(withApi(new Command('tail')).options.map(({ flags }) => flags)).toEqual([
      '--api <url>',
      '--api-key-file <file>',
    ]);
  });
});
