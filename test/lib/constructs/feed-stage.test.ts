import { FeedStage } from '../../../lib/constructs/feed-stage.ts';
import { actionsOf, aFlow, propertiesOf, statementsOf } from '../flow-stack.ts';

function build() {
  const { stack, flow } = aFlow();
  new FeedStage(stack, 'Feed', flow);
  return stack;
}

describe('FeedStage', () => {
  const stack = build();
  const [mapping] = propertiesOf(stack, 'AWS::Lambda::EventSourceMapping');

  it('follows new deliveries in the stream of the ledger, from its beginning', () => {
    const { Filters } = mapping!.FilterCriteria as { Filters: Array<{ Pattern: string }> };

    expect(mapping).toMatchObject({ StartingPosition: 'TRIM_HORIZON', BisectBatchOnFunctionError: true });
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'DELIVERY#' }] } } } },
    ]);
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
