import { Annotations, Duration, Validations } from 'aws-cdk-lib';
import { type EventSourceMappingOptions, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { listsMails } from '../stage-search.ts';
import type { StateStack } from '../state-stack.ts';
import { timeouts } from '../timeouts.ts';
import { FlowFunction, type FlowProps } from './flow-function.ts';
import { allowObjects, allowSending, allowTable } from './grants.ts';
import { allowSecret, allowTenantKeys } from './secret-grants.ts';
import { onlyNamed } from './trail-stage.ts';

type Filters = NonNullable<EventSourceMappingOptions['filters']>;

const isDelivery = { sk: { S: FilterRule.beginsWith('DELIVERY#') } };

/** New deliveries. */
const feedFilters: Filters = [
  FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT'), dynamodb: { Keys: isDelivery } }),
];

/** Mails, also those that go, and deliveries that got or lost a fate: not the leases and steps of those that are worked on. */
const indexFilters: Filters = [
  FilterCriteria.filter({
    eventName: FilterRule.or('INSERT', 'MODIFY', 'REMOVE'),
    dynamodb: { Keys: { sk: { S: FilterRule.isEqual('MAIL') } } },
  }),
  FilterCriteria.filter({
    eventName: FilterRule.isEqual('MODIFY'),
    dynamodb: { Keys: isDelivery, NewImage: { fate: { S: FilterRule.exists() } } },
  }),
];

/** The environment that the index behind the list of mails needs. */
const indexEnvironment = ({ buckets, tables, secrets }: StateStack) => ({
  mailIndex: 'on',
  mailBucket: buckets.mail.bucketName,
  controlTable: tables.control.tableName,
  addressKey: secrets.reference('addressKey'),
});

/**
 * New deliveries to the feed of their tenant, from the stream of the ledger: a mail's way has no further call for it. Lambda
 * polls the stream and drops all other changes, both at no cost, and repeats a batch until it is added, in halves where it
 * fails.
 *
 * The trail reads the same stream. DynamoDB allows two readers of a shard; a third function must not follow it.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export class FeedStage extends FlowFunction {
  constructor(scope: Construct, id: string, flow: FlowProps) {
    const { state, config } = flow;
    const { ledger } = state.tables;
    const isIndexed = listsMails(config);
    super(scope, id, flow, {
      stage: 'feed',
      timeout: timeouts.feed,
      environment: { ledgerTable: ledger.tableName, ...(isIndexed ? indexEnvironment(state) : {}) },
    });
    allowTable(this, state.key, ledger, 'PutItem');
    if (isIndexed) this.allowIndex(state);
    allowSending(this, state.feedFailures);
    if (ledger.tableStreamArn !== undefined)
      this.follow(
        ledger.tableStreamArn,
        state.feedFailures,
        isIndexed ? [...feedFilters, ...indexFilters] : feedFilters,
      );
    else
      Annotations.of(this).addWarningV2(
        'postern:feedLedger',
        'the feed gets no new events: nobody knows the stream of a ledger that is named in stages.yaml',
      );
    this.allow(['dynamodb:ListStreams'], ['*']);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Lambda lists the streams of a table before it reads one; IAM knows no resource for that.',
    });
  }

  /** It reads what a mail is found by, and moves rows of the index. */
  private allowIndex(state: StateStack): void {
    const { buckets, secrets, tables } = state;
    allowTable(this, state.key, tables.ledger, 'BatchGetItem', 'Query', 'BatchWriteItem', 'UpdateItem', 'DeleteItem');
    allowTable(this, state.key, tables.control, 'Query');
    allowTenantKeys(this, state);
    allowObjects(this, state.key, buckets.mail, { read: ['events/'] });
    allowSecret(this, state, secrets.addressKey.secretArn);
  }

  private follow(eventSourceArn: string, failures: Queue, filters: Filters): void {
    this.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [eventSourceArn]);
    this.live.addEventSourceMapping('Ledger', {
      eventSourceArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // Mails of one second share a transaction; readers poll no faster.
      maxBatchingWindow: Duration.seconds(1),
      filters,
      bisectBatchOnError: true,
      maxRecordAge: Duration.hours(20),
      onFailure: onlyNamed(failures),
    });
  }
}
