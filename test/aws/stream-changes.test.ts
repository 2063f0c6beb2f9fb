import { toRowChange } from '../../lambdas/aws/stream-changes.ts';

const Keys = { pk: { S: 'MAIL#1' }, sk: { S: 'MAIL' } };

describe('toRowChange', () => {
  it('reads both images', () => {
    const change = toRowChange('ledger', {
      eventID: 'e1',
      dynamodb: {
        Keys,
        OldImage: { ...Keys, n: { N: '1' } },
        NewImage: { ...Keys, n: { N: '2' }, set: { SS: ['a'] } },
        ApproximateCreationDateTime: 1_767_225_600,
      },
    });

    expect(change).toEqual({
      shard: 'ledger',
      id: 'e1',
      at: 1_767_225_600_000,
      pk: 'MAIL#1',
      sk: 'MAIL',
      before: { pk: 'MAIL#1', sk: 'MAIL', n: 1 },
      after: { pk: 'MAIL#1', sk: 'MAIL', n: 2, set: new Set(['a']) },
      isExpired: false,
    });
  });

  it.each([
    [{ type: 'Service', principalId: 'dynamodb.amazonaws.com' }, true],
    [{ type: 'User', principalId: 'AIDA' }, false],
    [undefined, false],
  ])('tells who deleted a row: %j', (userIdentity, isExpired) =>
    expect(
      toRowChange('ledger', {
        eventID: 'e',
        dynamodb: { Keys, ApproximateCreationDateTime: 1 },
        ...(userIdentity && { userIdentity }),
      }).isExpired,
    ).toBe(isExpired),
  );

  it.each([
    ['an id', { dynamodb: { Keys, ApproximateCreationDateTime: 1 } }],
    ['a time', { eventID: 'e', dynamodb: { Keys } }],
    ['a key', { eventID: 'e', dynamodb: { ApproximateCreationDateTime: 1 } }],
  ])('refuses a record without %s', (_, record) => expect(() => toRowChange('ledger', record)).toThrow(TypeError));
});
