import { isEicarTest } from '../../lambdas/inspect/eicar.ts';

const test = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

describe('isEicarTest', () => {
  it.each([
    ['the file', test, true],
    ['the file with blanks behind it', `${test} \r\n\x1a`, true],
    ['the file with words behind it', `${test} and more`, false],
    ['the file behind words', `See ${test}`, false],
    ['a file that is longer than the test allows', `${test}${' '.repeat(100)}`, false],
    ['another file', 'Hello.', false],
  ])('judges %s', (_name, content, isTest) => {
    expect(isEicarTest(Buffer.from(content))).toBe(isTest);
  });
});
