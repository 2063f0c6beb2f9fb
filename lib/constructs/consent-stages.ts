import { ArnFormat, Duration, Stack, Token, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import { eventSourceConcurrencyOf } from '../stage-limits.ts';
import { stageNames } from '../stage-names.ts';
import { timeouts } from '../timeouts.ts';
import { allowScanResults, scanIntakeEnvironment } from './antivirus-grants.ts';
import { believedConfigurationSets } from './feedback-intake.ts';
import { FlowFunction, type FlowProps } from './flow-function.ts';
import { idleBeat, scheduled } from './flow-stages.ts';
import { allowHandOff, allowObjects, allowPendingIndex, allowSending, allowTable } from './grants.ts';
import { allowConnectionSecrets, allowSecret } from './secret-grants.ts';

/** Suppressions queue to the consent table, and from there to every CRM, CDP and the sending account. */
export class SuppressStage extends FlowFunction {
  constructor(scope: Construct, id: string, flow: FlowProps) {
    const { config, state } = flow;
    const { tables, suppressions, secrets } = state;
    const { suppressConcurrency: reservedConcurrency } = config;
    super(scope, id, flow, {
      stage: 'suppress',
      timeout: timeouts.suppress,
      ...compact({ reservedConcurrency }),
      environment: {
        ledgerTable: tables.ledger.tableName,
        controlTable: tables.control.tableName,
        consentTable: tables.consent.tableName,
        suppressionsQueueUrl: suppressions.queue.queueUrl,
        suppressionsDeadLetterQueueUrl: suppressions.deadLetterQueue.queueUrl,
        tokenKeys: secrets.reference('tokenKeys'),
        secretPrefix: stageNames(config).secretPrefix,
        apiUrl: state.api.url,
      },
    });
    allowTable(this, state.key, tables.ledger, 'GetItem', 'PutItem', 'UpdateItem');
    allowTable(this, state.key, tables.consent, 'GetItem', 'Query', 'PutItem', 'UpdateItem');
    allowTable(this, state.key, tables.control, 'Query');
    allowSending(this, suppressions.queue, suppressions.deadLetterQueue);
    this.allow(['sqs:ChangeMessageVisibility'], [suppressions.queue.queueArn]);
    allowConnectionSecrets(this, state, config);
    allowSecret(this, state, secrets.tokenKeys.secretArn);
    allowHandOff(this, config.handOff);
    this.allow(
      ['ses:PutSuppressedDestination', 'ses:GetSuppressedDestination', 'ses:DeleteSuppressedDestination'],
      ['*'],
    );
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'The suppression list is one per account and region: SES knows no resource for it.',
    });
    this.allowConfirmations();
    this.readFrom(suppressions.queue, { batchSize: 10, maxConcurrency: eventSourceConcurrencyOf(config).suppress });
  }
  /**
   * IAM asks of the identity that the mail is sent as, and of the configuration set that the identity names as its default. Both
   * are the account's own, in the region of the stage; which they are only the integrations say, and SES.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
   */
  private allowConfirmations(): void {
    const stack = Stack.of(this);
    const ofTheAccount = stack.formatArn({ service: 'ses', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
    this.allow(['ses:SendEmail'], [ofTheAccount]);
    // As cdk-nag spells it: an account that nobody knows at synth stands there by its name.
    const account = Token.isUnresolved(stack.account) ? '<AWS::AccountId>' : stack.account;
    Validations.of(this).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:aws:ses:${stack.region}:${account}:*]`,
      reason: 'As whom confirmations are sent the integrations say at runtime.',
    });
  }
}

/** Events of SES about the mail that the account sends, to the suppressions queue. */
export class FeedbackStage extends FlowFunction {
  constructor(scope: Construct, id: string, flow: FlowProps) {
    const { config, state } = flow;
    const { tables, feedback, suppressions, secrets } = state;
    super(scope, id, flow, {
      stage: 'feedback',
      timeout: timeouts.feedback,
      environment: {
        threadsTable: tables.threads.tableName,
        controlTable: tables.control.tableName,
        consentTable: tables.consent.tableName,
        suppressionsQueueUrl: suppressions.queue.queueUrl,
        feedbackTopicArn: feedback.topic.topicArn,
        feedbackConfigurationSets: believedConfigurationSets(config.feedback.eventBridge),
        feedbackDeadLetterQueueUrl: feedback.queue.deadLetterQueue.queueUrl,
        addressKey: secrets.reference('addressKey'),
        ...scanIntakeEnvironment(config, state),
      },
    });
    allowScanResults(this, config, state);
    allowTable(this, state.key, tables.threads, 'UpdateItem');
    allowTable(this, state.key, tables.consent, 'GetItem', 'UpdateItem');
    allowTable(this, state.key, tables.control, 'Query');
    allowSending(this, suppressions.queue, feedback.queue.deadLetterQueue);
    allowSecret(this, state, secrets.addressKey.secretArn);
    this.readFrom(feedback.queue.queue, { batchSize: 10, maxConcurrency: eventSourceConcurrencyOf(config).feedback });
  }
}

/** Every minute: ages, parked conversations, providers, who left at a CRM, the canary; and news that no queue holds any more. */
export class HeartbeatStage extends FlowFunction {
  constructor(scope: Construct, id: string, flow: FlowProps) {
    const { config, state } = flow;
    const { buckets, tables, inbox, suppressions, secrets } = state;
    super(scope, id, flow, {
      stage: 'heartbeat',
      timeout: timeouts.heartbeat,
      environment: {
        mailBucket: buckets.mail.bucketName,
        ledgerTable: tables.ledger.tableName,
        controlTable: tables.control.tableName,
        consentTable: tables.consent.tableName,
        inboxQueueUrl: inbox.queue.queueUrl,
        suppressionsQueueUrl: suppressions.queue.queueUrl,
        addressKey: secrets.reference('addressKey'),
        secretPrefix: stageNames(config).secretPrefix,
      },
    });
    allowConnectionSecrets(this, state, config);
    allowSecret(this, state, secrets.addressKey.secretArn);
    allowObjects(this, state.key, buckets.mail, { write: ['canary/'] });
    allowTable(this, state.key, tables.ledger, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem');
    allowTable(this, state.key, tables.consent, 'GetItem', 'Query', 'PutItem', 'DeleteItem');
    allowPendingIndex(this, tables.ledger);
    allowPendingIndex(this, tables.consent);
    allowTable(this, state.key, tables.control, 'Query');
    allowSending(this, inbox.queue, suppressions.queue);
    allowHandOff(this, config.handOff);
    scheduled(this, config.idle ? idleBeat : Duration.minutes(1));
  }
}
