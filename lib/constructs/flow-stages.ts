import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stage-config.ts';
import { eventSourceConcurrencyOf } from '../stage-limits.ts';
import type { StateStack } from '../state-stack.ts';
import { timeouts } from '../timeouts.ts';
import {
  allowHandOff,
  allowObjects,
  allowPendingIndex,
  allowSending,
  allowTableReads,
  allowTableWrites,
} from './grants.ts';
import { allowConnectionSecrets, allowSecret } from './secret-grants.ts';
import { StageFunction } from './stage-function.ts';
import { secretPrefix } from './state-secrets.ts';

export interface FlowProps {
  readonly config: StageConfig;
  readonly state: StateStack;
}

/** How often heartbeat and redrive run in the idle profile. */
export const idleBeat = Duration.minutes(5);

const objectPrefixReason = 'The function names objects by mail and event ids; the prefix is as narrow as S3 allows.';

/** Accepts the wildcard of an object prefix, which is what least privilege means for objects made at runtime. */
export function acknowledgePrefixes(
  fn: StageFunction,
  state: StateStack,
  names: ReadonlyArray<readonly ['Mail' | 'Attachments', string]>,
): void {
  for (const [bucket, prefix] of names) {
    const target = bucket === 'Mail' ? state.buckets.mail : state.buckets.attachments;
    // The check names a resource of another stack by its export.
    const imported = state.resolve(state.exportValue(target.bucketArn)) as { 'Fn::ImportValue': string };
    const id = `AwsSolutions-IAM5[Resource::${imported['Fn::ImportValue']}${prefix}]`;
    Validations.of(fn).acknowledge({ id, reason: objectPrefixReason });
  }
}

/** Inbox queue to events and deliveries. */
export class ParseStage extends StageFunction {
  constructor(scope: Construct, id: string, { config, state }: FlowProps) {
    const { buckets, tables, inbox, deliveries, suppressions } = state;
    super(scope, id, {
      stage: 'parse',
      timeout: timeouts.parse,
      // One vCPU: the MIME reader is bound by it.
      memorySize: 1769,
      environment: {
        mailBucket: buckets.mail.bucketName,
        attachmentsBucket: buckets.attachments.bucketName,
        ledgerTable: tables.ledger.tableName,
        threadsTable: tables.threads.tableName,
        controlTable: tables.control.tableName,
        inboxQueueUrl: inbox.queue.queueUrl,
        inboxDeadLetterQueueUrl: inbox.deadLetterQueue.queueUrl,
        deliveriesQueueUrl: deliveries.queue.queueUrl,
        suppressionsQueueUrl: suppressions.queue.queueUrl,
        addressKey: state.secrets.reference('addressKey'),
        tokenKeys: state.secrets.reference('tokenKeys'),
      },
    });
    // The keys of tags in addresses: read for mail that carries one.
    allowSecret(this, state, state.secrets.addressKey.secretArn, state.secrets.tokenKeys.secretArn);
    allowObjects(this, state.key, buckets.mail, { read: ['inbound/', 'canary/'], write: ['receipts/', 'events/'] });
    allowObjects(this, state.key, buckets.attachments, { write: ['attachments/'] });
    allowTableWrites(this, state.key, tables.ledger, tables.threads);
    allowTableReads(this, state.key, tables.control);
    allowSending(this, deliveries.queue, suppressions.queue, inbox.deadLetterQueue);
    this.allow(['sqs:ChangeMessageVisibility'], [inbox.queue.queueArn]);
    this.fn.addEventSource(
      new SqsEventSource(inbox.queue, {
        batchSize: 5,
        reportBatchItemFailures: true,
        maxConcurrency: eventSourceConcurrencyOf(config).parse,
      }),
    );
    acknowledgePrefixes(this, state, [
      ['Mail', '/inbound/*'],
      ['Mail', '/canary/*'],
      ['Mail', '/receipts/*'],
      ['Mail', '/events/*'],
      ['Attachments', '/attachments/*'],
    ]);
  }
}

/** Deliveries queue to CRM and ledger. */
export class SinkStage extends StageFunction {
  /** @param apiUrl where links in a CRM lead */
  constructor(scope: Construct, id: string, { config, state }: FlowProps, apiUrl: string) {
    const { buckets, tables, deliveries, secrets } = state;
    super(scope, id, {
      stage: 'sink',
      timeout: timeouts.sink,
      environment: {
        mailBucket: buckets.mail.bucketName,
        attachmentsBucket: buckets.attachments.bucketName,
        ledgerTable: tables.ledger.tableName,
        controlTable: tables.control.tableName,
        consentTable: tables.consent.tableName,
        suppressionsQueueUrl: state.suppressions.queue.queueUrl,
        addressKey: secrets.reference('addressKey'),
        tokenKeys: secrets.reference('tokenKeys'),
        secretPrefix: secretPrefix(config.stage),
        apiUrl,
        deliveriesQueueUrl: deliveries.queue.queueUrl,
        deliveriesDeadLetterQueueUrl: deliveries.deadLetterQueue.queueUrl,
        maxReceiveCount: String(deliveries.maxReceiveCount),
      },
    });
    allowObjects(this, state.key, buckets.mail, { read: ['events/'] });
    allowObjects(this, state.key, buckets.attachments, { read: ['attachments/'] });
    allowTableWrites(this, state.key, tables.ledger, tables.consent);
    allowTableReads(this, state.key, tables.control);
    // Rules that notify add deliveries.
    allowSending(this, deliveries.queue, deliveries.deadLetterQueue, state.suppressions.queue);
    this.allow(['sqs:ChangeMessageVisibility'], [deliveries.queue.queueArn]);
    allowConnectionSecrets(this, state, config);
    // Under the first the ledger remembers people.
    allowSecret(this, state, secrets.addressKey.secretArn, secrets.tokenKeys.secretArn);
    allowHandOff(this, config.handOff);
    this.fn.addEventSource(
      new SqsEventSource(deliveries.queue, {
        batchSize: 10,
        reportBatchItemFailures: true,
        maxConcurrency: eventSourceConcurrencyOf(config).sink,
      }),
    );
    acknowledgePrefixes(this, state, [
      ['Mail', '/events/*'],
      ['Attachments', '/attachments/*'],
    ]);
  }
}

/** Parked conversations and dead letters, on schedule or on call. */
export class RedriveStage extends StageFunction {
  /** @param apiUrl where links in a CRM lead */
  constructor(scope: Construct, id: string, { config, state }: FlowProps, apiUrl: string) {
    const { buckets, tables, deliveries, secrets } = state;
    super(scope, id, {
      stage: 'redrive',
      timeout: timeouts.redrive,
      environment: {
        mailBucket: buckets.mail.bucketName,
        attachmentsBucket: buckets.attachments.bucketName,
        ledgerTable: tables.ledger.tableName,
        controlTable: tables.control.tableName,
        consentTable: tables.consent.tableName,
        suppressionsQueueUrl: state.suppressions.queue.queueUrl,
        addressKey: secrets.reference('addressKey'),
        tokenKeys: secrets.reference('tokenKeys'),
        secretPrefix: secretPrefix(config.stage),
        apiUrl,
        deliveriesQueueUrl: deliveries.queue.queueUrl,
        deliveriesDeadLetterQueueUrl: deliveries.deadLetterQueue.queueUrl,
      },
    });
    allowObjects(this, state.key, buckets.mail, { read: ['events/'] });
    allowObjects(this, state.key, buckets.attachments, { read: ['attachments/'] });
    allowTableWrites(this, state.key, tables.ledger, tables.consent);
    allowSending(this, deliveries.queue, state.suppressions.queue);
    allowPendingIndex(this, tables.ledger);
    allowTableReads(this, state.key, tables.control);
    this.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], [deliveries.deadLetterQueue.queueArn]);
    allowConnectionSecrets(this, state, config);
    // Under the first the ledger remembers people.
    allowSecret(this, state, secrets.addressKey.secretArn, secrets.tokenKeys.secretArn);
    allowHandOff(this, config.handOff);
    // What waits for its connection's rate waits for this.
    scheduled(this, config.idle ? idleBeat : Duration.minutes(1));
    acknowledgePrefixes(this, state, [
      ['Mail', '/events/*'],
      ['Attachments', '/attachments/*'],
    ]);
  }
}

/** What the pipeline lost sight of. */
export class SweepStage extends StageFunction {
  constructor(scope: Construct, id: string, { state }: FlowProps) {
    const { buckets, tables, inbox, deliveries, suppressions } = state;
    super(scope, id, {
      stage: 'sweep',
      timeout: timeouts.sweep,
      environment: {
        mailBucket: buckets.mail.bucketName,
        attachmentsBucket: buckets.attachments.bucketName,
        ledgerTable: tables.ledger.tableName,
        controlTable: tables.control.tableName,
        inboxQueueUrl: inbox.queue.queueUrl,
        deliveriesQueueUrl: deliveries.queue.queueUrl,
        suppressionsQueueUrl: suppressions.queue.queueUrl,
        addressKey: state.secrets.reference('addressKey'),
      },
    });
    allowSecret(this, state, state.secrets.addressKey.secretArn);
    allowTableReads(this, state.key, tables.control);
    allowObjects(this, state.key, buckets.mail, { read: ['receipts/', 'events/'] });
    this.allow(['s3:ListBucket'], [buckets.mail.bucketArn], { StringLike: { 's3:prefix': ['inbound/*', 'inbound/'] } });
    allowTableWrites(this, state.key, tables.ledger);
    allowPendingIndex(this, tables.ledger);
    allowSending(this, inbox.queue, deliveries.queue, suppressions.queue);
    this.fn.addEventSource(
      new SqsEventSource(state.sweep.queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 2 }),
    );
    // A look at all mail begins each hour, and goes on in the next run when there is more than one can look at.
    scheduled(this, Duration.minutes(10), { routine: true });
    acknowledgePrefixes(this, state, [
      ['Mail', '/receipts/*'],
      ['Mail', '/events/*'],
    ]);
  }
}

/** The construct id of the schedule within a function's stage. */
export const scheduleId = 'Schedule';

/** The L2 target would let its role invoke every version and alias of the function. */
export function scheduled(stage: StageFunction, every: Duration, input: object = {}): void {
  const { account } = stage.fn.stack;
  const role = new Role(stage, 'ScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      // Otherwise the scheduler could be made to assume it for a schedule of any account.
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  });
  role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [stage.fn.functionArn] }));
  new CfnSchedule(stage, scheduleId, {
    flexibleTimeWindow: { mode: 'OFF' },
    scheduleExpression: `rate(${every.toMinutes()} ${every.toMinutes() === 1 ? 'minute' : 'minutes'})`,
    target: {
      arn: stage.fn.functionArn,
      roleArn: role.roleArn,
      input: JSON.stringify(input),
      retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
    },
  });
}
