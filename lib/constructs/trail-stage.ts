import { Annotations, Duration, Validations } from 'aws-cdk-lib';
import { type IEventSourceDlq, type IEventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import { timeouts } from '../timeouts.ts';
import { FlowFunction, type FlowProps } from './flow-function.ts';
import { allowHandOff, allowObjects, allowSending, via } from './grants.ts';
import { allowSecret } from './secret-grants.ts';

/** Where the trail lies in its bucket. */
const trailPrefix = 'trail/';

/**
 * Changes of the tables to the audit trail. Lambda polls the streams, which costs nothing, and repeats a batch until it is
 * written, in halves where it fails.
 *
 * A stream keeps a change for 24 hours. One that cannot be written for 20 is named in a queue, by its place in the stream: so
 * people have four hours to read it there.
 */
export class TrailStage extends FlowFunction {
  constructor(scope: Construct, id: string, flow: FlowProps) {
    const { config, state } = flow;
    const { buckets, tables, secrets, trailFailures } = state;
    super(scope, id, flow, {
      stage: 'trail',
      timeout: timeouts.trail,
      environment: {
        auditBucket: buckets.audit.bucketName,
        ledgerTable: tables.ledger.tableName,
        consentTable: tables.consent.tableName,
        controlTable: tables.control.tableName,
        addressKey: secrets.reference('addressKey'),
        ...compact({ auditBus: config.auditBus }),
      },
    });
    allowObjects(this, state.key, buckets.audit, { read: [trailPrefix], write: [trailPrefix] });
    allowSecret(this, state, secrets.addressKey.secretArn);
    allowHandOff(this, config.auditBus === undefined ? [] : [config.auditBus]);
    allowSending(this, trailFailures);
    const streams = { Ledger: tables.ledger, Consent: tables.consent, Control: tables.control };
    for (const [name, { tableStreamArn }] of Object.entries(streams))
      if (tableStreamArn !== undefined) this.follow(name, tableStreamArn, trailFailures);
      else
        Annotations.of(this).addWarningV2(
          `postern:trail${name}`,
          `the audit trail does not follow the ${name.toLowerCase()} table: nobody knows the stream of a table that is named in stages.yaml`,
        );
    // Streams of tables under a key of the stage are under that key, too.
    this.allow(['kms:Decrypt'], [state.key.keyArn], via('dynamodb'));
    this.allow(['dynamodb:ListStreams'], ['*']);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Lambda lists the streams of a table before it reads one; IAM knows no resource for that.',
    });
  }

  private follow(name: string, eventSourceArn: string, failures: Queue): IEventSourceMapping {
    this.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [eventSourceArn]);
    return this.live.addEventSourceMapping(name, {
      eventSourceArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 1000,
      // One object for the changes of half a minute: fewer objects, and a trail that is half a minute behind.
      maxBatchingWindow: Duration.seconds(30),
      bisectBatchOnError: true,
      maxRecordAge: Duration.hours(20),
      onFailure: onlyNamed(failures),
    });
  }
}

/** The destination without the grants of the L2 construct, which are wider than a message. */
export const onlyNamed = (queue: Queue): IEventSourceDlq => ({ bind: () => ({ destination: queue.queueArn }) });
