import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { env } from '../lambdas/env.ts';
import { ActiveRuleSet } from './constructs/active-rule-set.ts';
import { Alarms } from './constructs/alarms.ts';
import { ApiStage } from './constructs/api-stage.ts';
import { FeedbackStage, HeartbeatStage, SuppressStage } from './constructs/consent-stages.ts';
import { deploymentVariables } from './constructs/deployment-variables.ts';
import { ParseStage, RedriveStage, SinkStage, SweepStage, scheduleId } from './constructs/flow-stages.ts';
import { MailIntake } from './constructs/mail-intake.ts';
import { OperatorPolicy } from './constructs/operator-policy.ts';
import { PromisesDashboard } from './constructs/promises-dashboard.ts';
import { Releases } from './constructs/releases.ts';
import { readableSecrets } from './constructs/secret-grants.ts';
import { stageFunctionsOf } from './constructs/stage-functions.ts';
import type { StageConfig } from './stage-config.ts';
import { stageNames } from './stage-names.ts';
import type { StateStack } from './state-stack.ts';

export interface AppStackProps extends StackProps {
  readonly config: StageConfig;
  readonly state: StateStack;
}

/** Everything that runs: it can be deleted and deployed again without losing a mail. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, { config, state, ...props }: AppStackProps) {
    super(scope, id, props);
    const releases = new Releases(this, 'Releases', { gradual: config.retain, pages: state.pages });
    const flow = { config, state, releases };
    const intake = new MailIntake(this, 'Intake', { config, state });
    const parse = new ParseStage(this, 'Parse', flow);
    const sink = new SinkStage(this, 'Sink', flow);
    const suppress = new SuppressStage(this, 'Suppress', flow);
    const heartbeat = new HeartbeatStage(this, 'Heartbeat', flow);
    // Its first canary would find nobody who reads it, and page.
    heartbeat.node.findChild(scheduleId).node.addDependency(parse, sink, suppress);
    const redrive = new RedriveStage(this, 'Redrive', flow);
    const sweep = new SweepStage(this, 'Sweep', flow);
    const functions = [
      parse,
      new ApiStage(this, 'Api', flow),
      sink,
      suppress,
      new FeedbackStage(this, 'Feedback', flow),
      heartbeat,
      redrive,
      sweep,
    ];
    const { ruleSet } = config;
    const activation =
      ruleSet.mode === 'own'
        ? new ActiveRuleSet(this, 'Activation', {
            ruleSetName: intake.ruleSetName,
            takeover: ruleSet.takeover,
          })
        : undefined;
    const operators = new OperatorPolicy(this, 'Operators', {
      config,
      state,
      functions: functions.map(({ fn }) => fn),
      invoked: [redrive.live, sweep.live],
    });
    new Alarms(this, 'Alarms', { config, state, functions: stageFunctionsOf(this) });
    if (!config.idle) new PromisesDashboard(this, 'Promises', stageNames(config));

    activation?.afterAll(this.node.children);

    const { buckets, tables } = state;
    const variables = {
      [env.stage]: stageNames(config).metrics,
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
      [env.apiUrl]: state.api.url,
      [env.secretPrefix]: stageNames(config).secretPrefix,
      [env.connectionSecrets]: readableSecrets(config, 'connections').join(','),
      [env.intakeSecrets]: readableSecrets(config, 'intake').join(','),
      AWS_REGION: state.region,
      REDRIVE_FUNCTION: redrive.live.functionName,
      SWEEP_FUNCTION: sweep.live.functionName,
      ...deploymentVariables({ config, state, intake, operators, functions }),
    };
    new CfnOutput(this, 'OperatorPolicies', {
      description: 'Attach both to whoever runs the postern command on this deployment',
      value: operators.operators.map(({ managedPolicyArn }) => managedPolicyArn).join(' '),
    });
    new CfnOutput(this, 'ReleasePolicy', {
      description: 'Attach it to whoever takes a release back with postern rollback',
      value: operators.releases.managedPolicyArn,
    });
    new CfnOutput(this, 'CliEnvironment', {
      description: 'What the postern command needs to work on this deployment',
      value: Object.entries(variables)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    });
  }
}
