import { fileIn, isRefusedName } from '../../../local/sandbox-crm/stored-file.ts';

describe('fileIn and isRefusedName', () => {
  it.each([
    [{ file: { name: 'a.pdf', bytes: Buffer.from([255]) } }, { name: 'a.pdf', bytes: 'ÿ' }],
    [{ file: 'text' }, undefined],
    [{}, undefined],
  ])('read the file of a form, with all of its bytes', (form, expected) => {
    expect(fileIn(form)).toEqual(expected);
  });

  it.each([
    ['a.pdf', false],
    ['run.js', true],
    ['x'.repeat(256), true],
  ])('refuse scripts and long names: %s', (name, expected) => {
    expect(isRefusedName(name)).toBe(expected);
  });
});
