import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { env } from '../lambdas/env.ts';
import { Alarms } from './constructs/alarms.ts';
import { ApiStage } from './constructs/api-stage.ts';
import { FeedbackStage, HeartbeatStage, SuppressStage } from './constructs/consent-stages.ts';
import { deploymentVariables, flowFunctionsOf } from './constructs/deployment-variables.ts';
import { ParseStage, RedriveStage, SinkStage, SweepStage } from './constructs/flow-stages.ts';
import { MailIntake } from './constructs/mail-intake.ts';
import { OperatorPolicy } from './constructs/operator-policy.ts';
import { PromisesDashboard } from './constructs/promises-dashboard.ts';
import { readableSecrets } from './constructs/secret-grants.ts';
import { secretPrefix } from './constructs/state-secrets.ts';
import type { StageConfig } from './stage-config.ts';
import type { StateStack } from './state-stack.ts';

export interface AppStackProps extends StackProps {
  readonly config: StageConfig;
  readonly state: StateStack;
}

/** Everything that runs: it can be deleted and deployed again without losing a mail. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, { config, state, ...props }: AppStackProps) {
    super(scope, id, props);
    const flow = { config, state };
    const intake = new MailIntake(this, 'Intake', flow);
    new ParseStage(this, 'Parse', flow);
    const api = new ApiStage(this, 'Api', flow);
    new SinkStage(this, 'Sink', flow, api.url);
    new SuppressStage(this, 'Suppress', flow, api.url);
    new FeedbackStage(this, 'Feedback', flow);
    new HeartbeatStage(this, 'Heartbeat', flow);
    const alarms = new Alarms(this, 'Alarms', { state });
    new PromisesDashboard(this, 'Promises', { stage: config.stage });
    const redrive = new RedriveStage(this, 'Redrive', flow, api.url);
    const sweep = new SweepStage(this, 'Sweep', flow);

    const operators = new OperatorPolicy(this, 'Operators', {
      config,
      state,
      pages: alarms.pages,
      functions: flowFunctionsOf(this).map(({ fn }) => fn),
      invoked: [redrive.fn, sweep.fn],
    });

    const { buckets, tables } = state;
    const variables = {
      [env.mailBucket]: buckets.mail.bucketName,
      [env.attachmentsBucket]: buckets.attachments.bucketName,
      [env.ledgerTable]: tables.ledger.tableName,
      [env.threadsTable]: tables.threads.tableName,
      [env.controlTable]: tables.control.tableName,
      [env.consentTable]: tables.consent.tableName,
      [env.inboxQueueUrl]: state.inbox.queue.queueUrl,
      [env.deliveriesQueueUrl]: state.deliveries.queue.queueUrl,
      [env.suppressionsQueueUrl]: state.suppressions.queue.queueUrl,
      [env.feedbackQueueUrl]: state.feedback.queue.queue.queueUrl,
      [env.sweepQueueUrl]: state.sweep.queue.queueUrl,
      [env.addressKey]: state.secrets.reference('addressKey'),
      [env.tokenKeys]: state.secrets.reference('tokenKeys'),
      [env.apiUrl]: api.url,
      [env.secretPrefix]: secretPrefix(config.stage),
      [env.connectionSecrets]: readableSecrets(config, 'connections').join(','),
      [env.intakeSecrets]: readableSecrets(config, 'intake').join(','),
      AWS_REGION: state.region,
      REDRIVE_FUNCTION: redrive.fn.functionName,
      SWEEP_FUNCTION: sweep.fn.functionName,
      ...deploymentVariables(this, { config, state, intake, pages: alarms.pages, operators }),
    };
    new CfnOutput(this, 'Pages', {
      description: 'Subscribe whoever is on call to this topic',
      value: alarms.pages.topicArn,
    });
    new CfnOutput(this, 'OperatorPolicies', {
      description: 'Attach both to whoever runs the postern command on this deployment',
      value: [operators.verbs, operators.readiness].map(({ managedPolicyArn }) => managedPolicyArn).join(' '),
    });
    new CfnOutput(this, 'CliEnvironment', {
      description: 'What the postern command needs to work on this deployment',
      value: Object.entries(variables)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    });
  }
}
