import { Validations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { stageNames } from '../stage-names.ts';
import { timeouts } from '../timeouts.ts';
import { accessEnvironment, FlowFunction, type FlowProps } from './flow-function.ts';
import { allowObjects, allowPendingIndex, allowTable } from './grants.ts';
import { allowSecret, allowTenantKeys, readableSecrets } from './secret-grants.ts';

interface ManageStageProps extends FlowProps {
  /** Delivers again what waits. */
  readonly redrive: Pick<IFunction, 'functionArn'>;
}

/**
 * The routes behind the console: what people ask of the whole pipeline, and do to it. Its role is apart from that of the API,
 * which programs call for single mails.
 */
export class ManageStage extends FlowFunction {
  constructor(scope: Construct, id: string, { redrive, ...flow }: ManageStageProps) {
    const { config, state } = flow;
    const { buckets, tables, secrets, key } = state;
    super(scope, id, flow, {
      stage: 'manage',
      timeout: timeouts.manage,
      environment: {
        mailBucket: buckets.mail.bucketName,
        attachmentsBucket: buckets.attachments.bucketName,
        auditBucket: buckets.audit.bucketName,
        ledgerTable: tables.ledger.tableName,
        controlTable: tables.control.tableName,
        consentTable: tables.consent.tableName,
        addressKey: secrets.reference('addressKey'),
        redriveFunction: redrive.functionArn,
        inboxQueueUrl: state.inbox.queue.queueUrl,
        deliveriesQueueUrl: state.deliveries.queue.queueUrl,
        suppressionsQueueUrl: state.suppressions.queue.queueUrl,
        feedbackQueueUrl: state.feedback.queue.queue.queueUrl,
        sweepQueueUrl: state.sweep.queue.queueUrl,
        apiKeys: secrets.reference('apiKeys'),
        secretPrefix: stageNames(config).secretPrefix,
        connectionSecrets: readableSecrets(config, 'connections').join(','),
        intakeSecrets: readableSecrets(config, 'intake').join(','),
        ...accessEnvironment(flow),
      },
    });
    // It counts the requests of its callers, and writes down who asked for what.
    allowTable(this, key, tables.ledger, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem');
    allowPendingIndex(this, tables.ledger);
    allowTable(this, key, tables.control, 'GetItem', 'Query');
    // A provider that is held is released by the removal of its row.
    allowTable(this, key, tables.consent, 'GetItem', 'BatchGetItem', 'Query', 'DeleteItem');
    allowPendingIndex(this, tables.consent);
    allowSecret(this, state, secrets.apiKeys.secretArn, secrets.addressKey.secretArn);
    this.allow(['lambda:InvokeFunction'], [redrive.functionArn]);
    allowObjects(this, key, buckets.audit, { read: ['trail/'] });
    // Mails are listed, and the events of those that people review are read.
    allowObjects(this, key, buckets.mail, { read: ['events/'] });
    allowTenantKeys(this, state);
    this.lookAtQueues(flow);
  }

  private lookAtQueues({ state: { inbox, deliveries, suppressions, sweep, feedback } }: FlowProps): void {
    const queues = [inbox, deliveries, suppressions, sweep, feedback.queue];
    this.allow(
      ['sqs:GetQueueAttributes'],
      queues.flatMap(({ queue, deadLetterQueue }) => [queue.queueArn, deadLetterQueue.queueArn]),
    );
    this.allow(['lambda:ListEventSourceMappings', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'], ['*']);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'IAM knows no resource for figures and for lists of event sources.',
    });
  }
}
