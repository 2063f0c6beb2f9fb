import { FeedStage } from '../../../lib/constructs/feed-stage.ts';
import { actionsOf, aFlow, propertiesOf, statementsOf } from '../flow-stack.ts';

function build(settings: Parameters<typeof aFlow>[0] = {}) {
  const { stack, flow } = aFlow(settings);
  new FeedStage(stack, 'Feed', flow);
  return stack;
}

describe('FeedStage', () => {
  const stack = build({ search: false });
  const [mapping] = propertiesOf(stack, 'AWS::Lambda::EventSourceMapping');

  it('follows new deliveries in the stream of the ledger, from its beginning', () => {
    const { Filters } = mapping!.FilterCriteria as { Filters: Array<{ Pattern: string }> };

    expect(mapping).toMatchObject({ StartingPosition: 'TRIM_HORIZON', BisectBatchOnFunctionError: true });
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'DELIVERY#' }] } } } },
    ]);
  });

  it('follows mails and fates as well where the stage lists mails, and may move rows of the index', () => {
    const listing = build({ search: true });
    const [followed] = propertiesOf(listing, 'AWS::Lambda::EventSourceMapping');
    const { Filters } = followed!.FilterCriteria as { Filters: Array<{ Pattern: string }> };
    const actions = actionsOf(statementsOf(listing, 'FeedRole'));

    expect(Filters.slice(1).map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT', 'MODIFY', 'REMOVE'], dynamodb: { Keys: { sk: { S: ['MAIL'] } } } },
      {
        eventName: ['MODIFY'],
        dynamodb: { Keys: { sk: { S: [{ prefix: 'DELIVERY#' }] } }, NewImage: { fate: { S: [{ exists: true }] } } },
      },
    ]);
    expect(actions).toEqual(expect.arrayContaining(['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 's3:GetObject']));
    expect(propertiesOf(listing, 'AWS::Lambda::Function')[0]).toMatchObject({
      Environment: { Variables: { MAIL_INDEX: 'on', MAIL_BUCKET: expect.anything() } },
    });
  });

  it('names what it gives up in a queue, before the stream forgets it', () => {
    expect(mapping!.MaximumRecordAgeInSeconds).toBe(20 * 3600);
    expect(JSON.stringify(mapping!.DestinationConfig)).toContain('FeedFailures');
  });

  it('may only put rows into the ledger, beside reading its stream', () => {
    const actions = actionsOf(statementsOf(stack, 'FeedRole')).filter((action) => action.startsWith('dynamodb:'));

    expect([...new Set(actions)].toSorted()).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'dynamodb:PutItem',
    ]);
  });
});
