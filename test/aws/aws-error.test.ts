import {
  cancellationReasonsOf,
  conditionHolds,
  errorNameOf,
  httpStatusOf,
  isConditionFailure,
  isUnmet,
  writtenRow,
} from '../../lambdas/aws/aws-error.ts';
import { awsError, canceledTransaction } from '../helpers/scripted-client.ts';

const refused = awsError('ConditionalCheckFailedException');

describe('errors of AWS', () => {
  it.each([
    [refused, 'ConditionalCheckFailedException'],
    [new TypeError('x'), 'TypeError'],
    ['a text', 'unknown'],
    [undefined, 'unknown'],
    [null, 'unknown'],
  ])('names %p', (error, name) => {
    expect(errorNameOf(error)).toBe(name);
  });

  it.each([
    [awsError('X', { $metadata: { httpStatusCode: 403 } }), 403],
    [awsError('X', { $metadata: {} }), undefined],
    [new Error('no answer'), undefined],
  ])('reads the HTTP status of an answer', (error, status) => {
    expect(httpStatusOf(error)).toBe(status);
  });

  it('tells a refused condition from other errors', () => {
    expect(isConditionFailure(refused)).toBe(true);
    expect(isConditionFailure(awsError('ProvisionedThroughputExceededException'))).toBe(false);
  });

  it('gives the reasons of a canceled transaction in the order of its items', () => {
    const reasons = cancellationReasonsOf(canceledTransaction('None', 'ConditionalCheckFailed', 'TransactionConflict'));

    expect(reasons.map(isUnmet)).toEqual([false, true, false]);
  });

  it('throws an error that is no canceled transaction', () => {
    expect(() => cancellationReasonsOf(refused)).toThrow(refused);
  });
});

describe('a conditional write', () => {
  it('says whether its condition held', async () => {
    expect(await conditionHolds(Promise.resolve({}))).toBe(true);
    expect(await conditionHolds(Promise.reject(refused))).toBe(false);
  });

  it('fails with any other error', async () => {
    const throttled = awsError('ThrottlingException');

    await expect(conditionHolds(Promise.reject(throttled))).rejects.toThrow(throttled);
    await expect(writtenRow(Promise.reject(throttled))).rejects.toThrow(throttled);
  });

  it('returns the row after the update, or the row that refused it', async () => {
    const withRow = awsError('ConditionalCheckFailedException', { Item: { leaseUntil: { N: '5' }, id: { S: 'c1' } } });

    expect(await writtenRow(Promise.resolve({ Attributes: { id: 'c1' } }))).toEqual({
      isDone: true,
      row: { id: 'c1' },
    });
    expect(await writtenRow(Promise.reject(withRow))).toEqual({ isDone: false, row: { leaseUntil: 5, id: 'c1' } });
    expect(await writtenRow(Promise.reject(refused))).toEqual({ isDone: false, row: undefined });
  });
});
