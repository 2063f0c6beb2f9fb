import { mismatches } from '../../../tools/witness/compare.ts';

const ids = new Map([
  ['Key', '1234-abcd'],
  ['Queue', 'http://127.0.0.1:1/123456789012/Queue.fifo'],
  ['State:Key', 'arn:aws:kms:eu-west-1:1:key/1234-abcd'],
  ['State.Key', '1234-abcd'],
]);

describe('the comparison of a template with a resource', () => {
  it.each<readonly [string, unknown, unknown]>([
    ['the same value', { a: 1 }, { a: 1 }],
    [
      'a number as a text, as query APIs have it',
      { VisibilityTimeout: 30, Fifo: true },
      { VisibilityTimeout: '30', Fifo: 'true' },
    ],
    ['more than the template says', { a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }], d: 3 }],
    ['the id that a reference leads to', { Ref: 'Key' }, '1234-abcd'],
    ['the ARN that a reference leads to', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:eu-west-1:1:Queue.fifo'],
    ['the value of an import', { 'Fn::ImportValue': 'State:Key' }, 'arn:aws:kms:eu-west-1:1:key/1234-abcd'],
    ['an output of another stack', { 'Fn::GetStackOutput': { StackName: 'State', OutputName: 'Key' } }, '1234-abcd'],
    ['a text that is put together', { 'Fn::Join': ['', ['a', { Ref: 'AWS::AccountId' }]] }, 'a123456789012'],
    ['a pseudo parameter', { Ref: 'AWS::AccountId' }, '123456789012'],
  ])('takes %s', (_, expected, found) => {
    expect(mismatches(expected, found, ids)).toEqual([]);
  });

  it.each<readonly [string, unknown, unknown, string]>([
    ['another value', { a: { b: 1 } }, { a: { b: 2 } }, 'a.b'],
    ['a value that is missing', { a: { b: 1 } }, { a: {} }, 'a.b'],
    ['an object that is missing', { a: { b: 1 } }, {}, 'a'],
    ['a list of another length', { a: [1] }, { a: [1, 2] }, 'a'],
    ['another item', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, 'a.1.b'],
    ['another resource than the one referred to', { a: { Ref: 'Key' } }, { a: 'aaaa-0000' }, 'a'],
    ['a reference to what is not there', { a: { Ref: 'Unknown' } }, { a: 'x' }, 'a'],
    ['nothing where a pseudo parameter stands', { a: { Ref: 'AWS::Region' } }, {}, 'a'],
    ['nothing where a resource is referred to', { a: { Ref: 'Key' } }, {}, 'a'],
    [
      'another value of an output',
      { a: { 'Fn::GetStackOutput': { StackName: 'State', OutputName: 'Key' } } },
      { a: 'x' },
      'a',
    ],
    ['nothing where a text is put together', { a: { 'Fn::Sub': 'x' } }, {}, 'a'],
  ])('finds %s', (_, expected, found, path) => {
    expect(mismatches(expected, found, ids).map((mismatch) => mismatch.path)).toEqual([path]);
  });
});
