import { Annotations, Duration, Validations } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { timeouts } from '../timeouts.ts';
import { FlowFunction, type FlowProps } from './flow-function.ts';
import { allowSending, allowTable } from './grants.ts';
import { onlyNamed } from './trail-stage.ts';

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
    const { state } = flow;
    const { ledger } = state.tables;
    super(scope, id, flow, {
      stage: 'feed',
      timeout: timeouts.feed,
      environment: { ledgerTable: ledger.tableName },
    });
    allowTable(this, state.key, ledger, 'PutItem');
    allowSending(this, state.feedFailures);
    if (ledger.tableStreamArn !== undefined) this.follow(ledger.tableStreamArn, state.feedFailures);
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

  private follow(eventSourceArn: string, failures: Queue): void {
    this.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [eventSourceArn]);
    this.live.addEventSourceMapping('Ledger', {
      eventSourceArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // Mails of one second share a transaction; readers poll no faster.
      maxBatchingWindow: Duration.seconds(1),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('DELIVERY#') } } },
        }),
      ],
      bisectBatchOnError: true,
      maxRecordAge: Duration.hours(20),
      onFailure: onlyNamed(failures),
    });
  }
}
