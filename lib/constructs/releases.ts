import { createHash } from 'node:crypto';
import { Aws, Duration, Lazy, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import {
  type ILambdaApplication,
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type IVersion } from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { liveAlias } from '../../lambdas/env.ts';
import { alarmText } from './incident-level.ts';
import type { StageFunction } from './stage-function.ts';

interface ReleasesProps {
  /** Moves a tenth of the work to the new code each minute, and back when it fails; otherwise all of it at once. */
  readonly gradual: boolean;
  /** Hears of a release that was taken back. */
  readonly pages: ITopic;
}

/**
 * How new code takes over. Each function has a version for each release and the alias `live`, which CodeDeploy moves.
 *
 * All functions carry one release, of the code of them all, so that they are taken back together: what one writes, another
 * reads.
 */
export class Releases extends Construct {
  /** Twelve hexadecimal digits that change with the code of any function. */
  readonly release: string;
  private readonly functions: StageFunction[] = [];
  private readonly application: ILambdaApplication;
  private readonly policy = new PolicyDocument();
  private readonly role: IRole;
  private readonly props: ReleasesProps;

  constructor(scope: Construct, id: string, props: ReleasesProps) {
    super(scope, id);
    this.props = props;
    this.release = Lazy.string({ produce: () => this.hashOfCode() });
    this.application = new LambdaApplication(this, 'Application');
    this.policy.addStatements(new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }));
    const role = new Role(this, 'Role', {
      // Otherwise CodeDeploy could be made to assume it for a deployment group of any account.
      // https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: { Shift: this.policy },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'CodeDeploy describes the alarms of a deployment group by name, which CloudWatch authorizes for all alarms.',
    });
    // The managed policy that the construct would add may move the aliases of every function of the account.
    this.role = role.withoutPolicyUpdates();
  }

  /**
   * Puts a function under the alias, and the alias under CodeDeploy.
   *
   * @returns what event sources, routes and schedules call
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-lambda.html
   */
  publish(stage: StageFunction): Alias {
    this.functions.push(stage);
    const { fn } = stage;
    const alias = new Alias(stage, 'Live', { aliasName: liveAlias, version: fn.currentVersion as IVersion });
    this.policy.addStatements(
      new PolicyStatement({
        actions: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
        resources: [fn.functionArn, `${fn.functionArn}:${liveAlias}`],
      }),
    );
    const { gradual } = this.props;
    new LambdaDeploymentGroup(stage, 'Deployment', {
      application: this.application,
      alias,
      role: this.role,
      deploymentConfig: gradual
        ? LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTE
        : LambdaDeploymentConfig.ALL_AT_ONCE,
      alarms: gradual ? [this.newVersionFails(stage)] : [],
    });
    return alias;
  }

  /**
   * Only of the new version: an alarm that the old one keeps ringing would turn away the very release that mends it.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html for the dimension
   */
  private newVersionFails(stage: StageFunction): Alarm {
    const { functionName, currentVersion } = stage.fn;
    const alarm = new Alarm(stage, 'NewVersionFails', {
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensionsMap: {
          FunctionName: functionName,
          Resource: `${functionName}:${liveAlias}`,
          ExecutedVersion: currentVersion.version,
        },
        statistic: 'Sum',
        period: Duration.minutes(1),
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: alarmText({
        impact: `The new version of ${stage.node.id} fails, so that the release is taken back.`,
        article: 'a-release-was-taken-back',
      }),
    });
    alarm.addAlarmAction(new SnsAction(this.props.pages));
    return alarm;
  }

  private hashOfCode(): string {
    const hashes = this.functions.map(({ fn }) => {
      const code = fn.node.findChild('Code');
      if (!(code instanceof Asset)) throw new Error(`${fn.node.path} is not built from an asset`);
      return code.assetHash;
    });
    return createHash('sha256').update(hashes.toSorted().join()).digest('hex').slice(0, 12);
  }
}
