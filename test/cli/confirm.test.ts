import { PassThrough } from 'node:stream';
import { confirm } from '../../cli/confirm.ts';

/** A terminal at which somebody types. */
function aTerminal(text: string) {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough();
  input.end(text);
  return { input, output };
}

describe('a question before something that cannot be taken back', () => {
  it.each([
    ['y\n', true],
    ['YES\n', true],
    ['n\n', false],
    ['\n', false],
    ['yesterday\n', false],
    ['', false],
  ])('answered by %j is %s', async (text, expected) => {
    expect(await confirm(false, 'Erase?', aTerminal(text))).toBe(expected);
  });

  it('is not asked where the call agrees', async () => {
    expect(await confirm(true, 'Erase?', { input: new PassThrough(), output: new PassThrough() })).toBe(true);
  });

  it('is an error where nobody can be asked', async () => {
    await expect(confirm(false, 'Erase?', { input: new PassThrough(), output: new PassThrough() })).rejects.toThrow(
      'add --yes',
    );
  });
});
