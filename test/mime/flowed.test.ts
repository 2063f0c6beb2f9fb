import { joinFlowed } from '../../lambdas/mime/flowed.ts';

describe('format=flowed', () => {
  it('joins soft breaks, keeps hard ones, the signature and the depth of quotes', () => {
    const sent = '>> Old \n>> words.\n> Newer words.\nMy own \nwords.\n-- \nAda \nLovelace\n From here';

    expect(joinFlowed(sent, false)).toBe('>> Old words.\n> Newer words.\nMy own words.\n-- \nAda Lovelace\nFrom here');
  });

  it('takes the blank off that was only put there to break', () => {
    expect(joinFlowed('こん \nにちは', true)).toBe('こんにちは');
  });
});
