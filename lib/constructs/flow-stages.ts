import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import { functionMemoryMb } from '../../lambdas/env.ts';
import { eventSourceConcurrencyOf } from '../stage-limits.ts';
import { stageNames } from '../stage-names.ts';
import { timeouts } from '../timeouts.ts';
import { allowScanTags, antivirusEnvironment, scannerEnvironment } from './antivirus-grants.ts';
import { FlowFunction, type FlowProps } from './flow-function.ts';
import { allowHandOff, allowObjects, allowPendingIndex, allowSending, allowTable } from './grants.ts';
import { allowLegalHolds, locksObjects, objectLockEnvironment } from './object-lock.ts';
import { allowConnectionSecrets, allowSecret, allowTenantKeys } from './secret-grants.ts';

/** How often heartbeat and redrive run in the idle profile. */
export const idleBeat = Duration.minutes(5);

/** Inbox queue to events and deliveries. */
export class ParseStage extends FlowFunction {
  constructor(scope: Construct, id: string, flow: FlowProps) {
    const { config, state } = flow;
    const { buckets, tables, inbox, deliveries, suppressions } = state;
    super(scope, id, flow, {
      stage: 'parse',
      timeout: timeouts.parse,
      memorySize: functionMemoryMb.parse,
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
        ...antivirusEnvironment(config),
        ...objectLockEnvironment(config),
        ...compact({ secondReaderPercent: config.secondReader && String(config.secondReader.percent) }),
      },
    });
    // The keys of tags in addresses: read for mail that carries one.
    allowSecret(this, state, state.secrets.addressKey.secretArn, state.secrets.tokenKeys.secretArn);
    // The event of an earlier reading has what a lost receipt said.
    allowObjects(this, state.key, buckets.mail, {
      read: ['inbound/', 'canary/', 'events/'],
      write: ['receipts/', 'events/'],
    });
    allowObjects(this, state.key, buckets.attachments, { upload: ['attachments/'] });
    // Mail that arrives under a legal hold.
    if (locksObjects(config)) {
      allowLegalHolds(this, buckets.mail, ['inbound/', 'receipts/', 'events/']);
      allowLegalHolds(this, buckets.attachments, ['attachments/']);
    }
    allowTable(this, state.key, tables.ledger, 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    allowTable(this, state.key, tables.threads, 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem');
    allowTable(this, state.key, tables.control, 'Query');
    allowTenantKeys(this, state);
    allowSending(this, deliveries.queue, suppressions.queue, inbox.deadLetterQueue);
    this.allow(['sqs:ChangeMessageVisibility'], [inbox.queue.queueArn]);
    this.readFrom(inbox.queue, { batchSize: 5, maxConcurrency: eventSourceConcurrencyOf(config).parse });
  }
}

/** Deliveries queue to CRM and ledger. */
export class SinkStage extends FlowFunction {
  constructor(scope: Construct, id: string, flow: FlowProps) {
    const { config, state } = flow;
    const { buckets, tables, deliveries, secrets } = state;
    super(scope, id, flow, {
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
        secretPrefix: stageNames(config).secretPrefix,
        apiUrl: state.api.mailUrl,
        deliveriesQueueUrl: deliveries.queue.queueUrl,
        deliveriesDeadLetterQueueUrl: deliveries.deadLetterQueue.queueUrl,
        maxReceiveCount: String(deliveries.maxReceiveCount),
        ...scannerEnvironment(config),
        ...compact({ restoredUntil: config.restoredUntil }),
      },
    });
    allowObjects(this, state.key, buckets.mail, { read: ['events/'] });
    allowObjects(this, state.key, buckets.attachments, { read: ['attachments/'] });
    allowScanTags(this, config, buckets.attachments);
    allowTable(this, state.key, tables.ledger, 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    allowTable(this, state.key, tables.consent, 'BatchGetItem', 'UpdateItem');
    allowTable(this, state.key, tables.control, 'Query');
    allowTenantKeys(this, state);
    // Rules that notify add deliveries.
    allowSending(this, deliveries.queue, deliveries.deadLetterQueue, state.suppressions.queue);
    this.allow(['sqs:ChangeMessageVisibility'], [deliveries.queue.queueArn]);
    allowConnectionSecrets(this, state, config);
    // Under the first the ledger remembers people.
    allowSecret(this, state, secrets.addressKey.secretArn, secrets.tokenKeys.secretArn);
    allowHandOff(this, config.handOff);
    this.readFrom(deliveries.queue, { batchSize: 10, maxConcurrency: eventSourceConcurrencyOf(config).sink });
  }
}

/** Parked conversations and dead letters, on schedule or on call. */
export class RedriveStage extends FlowFunction {
  constructor(scope: Construct, id: string, flow: FlowProps) {
    const { config, state } = flow;
    const { buckets, tables, deliveries, secrets } = state;
    super(scope, id, flow, {
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
        secretPrefix: stageNames(config).secretPrefix,
        apiUrl: state.api.mailUrl,
        deliveriesQueueUrl: deliveries.queue.queueUrl,
        deliveriesDeadLetterQueueUrl: deliveries.deadLetterQueue.queueUrl,
        ...scannerEnvironment(config),
        ...compact({ restoredUntil: config.restoredUntil }),
      },
    });
    allowObjects(this, state.key, buckets.mail, { read: ['events/'] });
    allowObjects(this, state.key, buckets.attachments, { read: ['attachments/'] });
    allowScanTags(this, config, buckets.attachments);
    allowTable(
      this,
      state.key,
      tables.ledger,
      'GetItem',
      'BatchGetItem',
      'Query',
      'PutItem',
      'UpdateItem',
      'DeleteItem',
    );
    allowPendingIndex(this, tables.ledger);
    allowTable(this, state.key, tables.consent, 'BatchGetItem', 'UpdateItem');
    allowTable(this, state.key, tables.control, 'Query');
    allowTenantKeys(this, state);
    allowSending(this, deliveries.queue, state.suppressions.queue);
    this.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], [deliveries.deadLetterQueue.queueArn]);
    allowConnectionSecrets(this, state, config);
    // Under the first the ledger remembers people.
    allowSecret(this, state, secrets.addressKey.secretArn, secrets.tokenKeys.secretArn);
    allowHandOff(this, config.handOff);
    // Deliveries that wait for the rate of their connection wait for this run.
    scheduled(this, config.idle ? idleBeat : Duration.minutes(1));
  }
}

/** Finds mail and deliveries that the pipeline lost. */
export class SweepStage extends FlowFunction {
  constructor(scope: Construct, id: string, flow: FlowProps) {
    const { config, state } = flow;
    const { buckets, tables, inbox, deliveries, suppressions } = state;
    super(scope, id, flow, {
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
    allowTable(this, state.key, tables.control, 'Query');
    allowTenantKeys(this, state);
    // It lists what lies under inbound/, too, which the reading of an object that may be gone allows already.
    allowObjects(this, state.key, buckets.mail, { read: ['receipts/', 'events/'] });
    allowTable(this, state.key, tables.ledger, 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem');
    allowPendingIndex(this, tables.ledger);
    allowSending(this, inbox.queue, deliveries.queue, suppressions.queue);
    this.readFrom(state.sweep.queue, { batchSize: 10, maxConcurrency: eventSourceConcurrencyOf(config).sweep });
    // Each run lists a page of the stored mail; S3's events find lost mail before that.
    scheduled(this, Duration.minutes(5), { routine: true });
  }
}

/** The construct id of the schedule within a function's stage. */
export const scheduleId = 'Schedule';

/** Calls the version in use of a function at an interval. The L2 target would let its role invoke every version. */
export function scheduled(stage: FlowFunction, every: Duration, input: object = {}): void {
  const { account } = stage.fn.stack;
  const { functionArn } = stage.live;
  const role = new Role(stage, 'ScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      // Otherwise the scheduler could be made to assume it for a schedule of any account.
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  });
  const { policyDependable } = role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
  );
  const schedule = new CfnSchedule(stage, scheduleId, {
    flexibleTimeWindow: { mode: 'OFF' },
    scheduleExpression: `rate(${every.toMinutes()} ${every.toMinutes() === 1 ? 'minute' : 'minutes'})`,
    target: {
      arn: functionArn,
      roleArn: role.roleArn,
      input: JSON.stringify(input),
      retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
    },
  });
  // Without the policy of its role the first calls would be denied.
  if (policyDependable !== undefined) schedule.node.addDependency(policyDependable);
}
