import { readFileSync } from 'node:fs';
import { codeOf, messageOf } from '../../local/error-fields.ts';

/** The error of a file that does not exist. */
function errorOfNode(): unknown {
  try {
    return readFileSync('/nowhere/at/all');
  } catch (error) {
    return error;
  }
}

describe('messageOf', () => {
  it.each([
    ['an error', new TypeError('no'), 'no'],
    ['an error of Node', errorOfNode(), expect.stringContaining('/nowhere/at/all')],
    ['a thrown text', 'no', 'no'],
    ['a thrown nothing', undefined, 'undefined'],
  ])('returns the message of %s', (_, error, message) => {
    expect(messageOf(error)).toEqual(message);
  });
});

describe('codeOf', () => {
  it.each([
    ['the code of an error of Node', errorOfNode(), 'ENOENT'],
    ['nothing for an error without a code', new Error('no'), undefined],
    ['nothing for a code that is no text', { code: 500 }, undefined],
    ['nothing for a thrown text', 'ENOENT', undefined],
  ])('returns %s', (_, error, code) => {
    expect(codeOf(error)).toBe(code);
  });
});
