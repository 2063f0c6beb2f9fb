import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { compact } from '../lambdas/compact.ts';
import { env, liveAlias } from '../lambdas/env.ts';
import { retentionText } from '../lambdas/retention.ts';
import { ActiveRuleSet } from './constructs/active-rule-set.ts';
import { Alarms } from './constructs/alarms.ts';
import { ApiStage } from './constructs/api-stage.ts';
import { FeedbackStage, HeartbeatStage, SuppressStage } from './constructs/consent-stages.ts';
import { ConsoleSite } from './constructs/console-site.ts';
import { deploymentVariables } from './constructs/deployment-variables.ts';
import { FeedStage } from './constructs/feed-stage.ts';
import type { FlowFunction, FlowProps } from './constructs/flow-function.ts';
import { ParseStage, RedriveStage, SinkStage, SweepStage, scheduleId } from './constructs/flow-stages.ts';
import { MailIntake } from './constructs/mail-intake.ts';
import { ManageStage } from './constructs/manage-stage.ts';
import { locksObjects, objectLockOn } from './constructs/object-lock.ts';
import { OperatorPolicy } from './constructs/operator-policy.ts';
import { PromisesDashboard } from './constructs/promises-dashboard.ts';
import { Releases } from './constructs/releases.ts';
import { RolePolicies } from './constructs/role-policies.ts';
import { readableSecrets } from './constructs/secret-grants.ts';
import { stageFunctionsOf } from './constructs/stage-functions.ts';
import { TrailStage } from './constructs/trail-stage.ts';
import type { StageConfig } from './stage-config.ts';
import { stageNames } from './stage-names.ts';
import { retentionOf } from './stage-retention.ts';
import type { StateStack } from './state-stack.ts';

export interface AppStackProps extends StackProps {
  readonly config: StageConfig;
  readonly state: StateStack;
}

/** The functions of the flow. */
interface Functions {
  /** All of them, in the order in which a mail meets them. */
  readonly all: readonly FlowFunction[];
  /** Functions that the command line calls by name. */
  readonly redrive: FlowFunction;
  readonly sweep: FlowFunction;
}

/**
 * The ARN of the alias, by that of the function: the alias itself waits for the role of CodeDeploy, which waits for every function
 * that it may move, so that a function which refers to the alias would wait for itself.
 */
const liveArnOf = ({ fn }: FlowFunction): string => `${fn.functionArn}:${liveAlias}`;

/** Everything that runs: it can be deleted and deployed again without losing a mail. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, { config, state, ...props }: AppStackProps) {
    super(scope, id, props);
    const releases = new Releases(this, 'Releases', { gradual: config.retain, pages: state.pages });
    const intake = new MailIntake(this, 'Intake', { config, state });
    const site = this.makeConsole({ config, state });
    const functions = this.makeFunctions({
      config,
      state,
      releases,
      ...compact({ consoleTokens: site?.signIn.tokens }),
    });
    const activation = this.makeActivation(config, intake);
    const invoked = [functions.redrive.live, functions.sweep.live];
    const operators = new OperatorPolicy(this, 'Operators', {
      config,
      state,
      functions: functions.all.map(({ fn }) => fn),
      invoked,
    });
    new RolePolicies(this, 'Roles', { config, state, invoked, readiness: operators.readiness });
    new Alarms(this, 'Alarms', { config, state, functions: stageFunctionsOf(this) });
    if (!config.idle) new PromisesDashboard(this, 'Promises', stageNames(config));
    activation?.afterAll(this.node.children);
    this.printPolicies(operators);
    this.printEnvironment({
      ...this.functionVariables({ config, state }),
      AWS_REGION: state.region,
      REDRIVE_FUNCTION: functions.redrive.live.functionName,
      SWEEP_FUNCTION: functions.sweep.live.functionName,
      ...deploymentVariables({ config, state, intake, operators, functions: functions.all }),
    });
  }

  private makeFunctions(flow: FlowProps): Functions {
    const parse = new ParseStage(this, 'Parse', flow);
    const sink = new SinkStage(this, 'Sink', flow);
    const suppress = new SuppressStage(this, 'Suppress', flow);
    const heartbeat = new HeartbeatStage(this, 'Heartbeat', flow);
    // Its first canary would find nobody who reads it, and page.
    heartbeat.node.findChild(scheduleId).node.addDependency(parse, sink, suppress);
    const redrive = new RedriveStage(this, 'Redrive', flow);
    const sweep = new SweepStage(this, 'Sweep', flow);
    const manage = flow.config.console?.enabled
      ? new ManageStage(this, 'Manage', { ...flow, redrive: { functionArn: liveArnOf(redrive) } })
      : undefined;
    const api = new ApiStage(this, 'Api', { ...flow, manage });
    const feedback = new FeedbackStage(this, 'Feedback', flow);
    const trail = new TrailStage(this, 'Trail', flow);
    const feed = new FeedStage(this, 'Feed', flow);
    const all = [parse, api, sink, suppress, feedback, heartbeat, redrive, sweep, trail, feed];
    return { all: manage === undefined ? all : [...all, manage], redrive, sweep };
  }

  private makeConsole({ config, state }: Pick<AppStackProps, 'config' | 'state'>): ConsoleSite | undefined {
    const { console: settings } = config;
    if (settings?.enabled !== true || settings.signIn === undefined) return undefined;
    return new ConsoleSite(this, 'Console', { config, state, settings, signIn: settings.signIn });
  }

  /** Only a rule set of the stage's own needs activation; the owner of any other activates it. */
  private makeActivation({ ruleSet, namePrefix }: StageConfig, { ruleSetName }: MailIntake): ActiveRuleSet | undefined {
    if (ruleSet.mode !== 'own') return undefined;
    return new ActiveRuleSet(this, 'Activation', {
      ruleSetName,
      namePrefixes: [namePrefix],
      takeover: ruleSet.takeover,
    });
  }

  /** Variables that the command line reads like the functions. */
  private functionVariables({ config, state }: Pick<AppStackProps, 'config' | 'state'>): Record<string, string> {
    const { buckets, tables } = state;
    const { metrics, secretPrefix } = stageNames(config);
    return {
      [env.stage]: metrics,
      [env.mailBucket]: buckets.mail.bucketName,
      [env.attachmentsBucket]: buckets.attachments.bucketName,
      [env.auditBucket]: buckets.audit.bucketName,
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
      [env.secretPrefix]: secretPrefix,
      [env.sharedMail]: config.data.sharedMail,
      [env.ledgerDays]: String(config.retention.ledgerDays),
      [env.retention]: retentionText(retentionOf(config)),
      ...compact({ [env.objectLock]: locksObjects(config) ? objectLockOn : undefined }),
      [env.connectionSecrets]: readableSecrets(config, 'connections').join(','),
      [env.intakeSecrets]: readableSecrets(config, 'intake').join(','),
    };
  }

  private printPolicies({ operators, releases }: OperatorPolicy): void {
    const arnsOf = (policies: readonly ManagedPolicy[]): string =>
      policies.map(({ managedPolicyArn }) => managedPolicyArn).join(' ');
    new CfnOutput(this, 'OperatorPolicies', {
      description: 'Attach each to whoever runs the postern command on this deployment',
      value: arnsOf(operators),
    });
    new CfnOutput(this, 'ReleasePolicy', {
      description: 'Attach it to whoever takes a release back with postern rollback',
      value: arnsOf([releases]),
    });
  }

  private printEnvironment(variables: Readonly<Record<string, string>>): void {
    new CfnOutput(this, 'CliEnvironment', {
      description: 'What the postern command needs to work on this deployment',
      value: Object.entries(variables)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    });
  }
}
