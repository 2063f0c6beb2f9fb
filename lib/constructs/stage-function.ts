import { CfnResource, type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import { defaultMemoryMb, type EnvName, env } from '../../lambdas/env.ts';
import { entryMetadata, functionMetadata } from '../function-metadata.ts';
import type { StageConfig } from '../stage-config.ts';
import { entryOf, functionCode } from './function-code.ts';
import { functionLogGroupProps } from './function-logs.ts';
import { networkOf } from './network.ts';

export interface StageFunctionProps {
  /** The folder under `lambdas/`. */
  readonly stage: string;
  readonly timeout: Duration;
  /** @default 512 MB */
  readonly memorySize?: number;
  /**
   * So many executions at once, and no more. They are taken from the account's, of which 100 must remain unreserved (10 in
   * an account that is new): else the deployment fails.
   *
   * @default none: what the account has
   */
  readonly reservedConcurrency?: number;
  readonly environment?: Partial<Record<EnvName, string>>;
  /** The network of the account in which it runs. @default Lambda's */
  readonly network?: StageConfig['network'];
  /** Where it writes its logs. @default a group of its own that is deleted with it */
  readonly logGroup?: ILogGroup;
  /** Names the code of all functions together; each of their versions carries it. @default none */
  readonly release?: string;
}

/** The variable, and the begin of a version's description, that hold the release. */
const releaseVariable = 'POSTERN_RELEASE';

/** One Lambda of the flow: ESM bundle, own role, own log group with addresses masked. */
export class StageFunction extends Construct {
  readonly fn: LambdaFunction;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    const { stage, timeout, memorySize = defaultMemoryMb, reservedConcurrency, environment = {}, release } = props;
    const logGroup =
      props.logGroup ?? new LogGroup(this, 'Logs', { ...functionLogGroupProps, removalPolicy: RemovalPolicy.DESTROY });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    if (props.network !== undefined) this.allowNetworkInterfaces();
    this.fn = new LambdaFunction(this, 'Function', {
      ...networkOf(this, props.network),
      code: functionCode(stage),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize,
      timeout,
      ...compact({ reservedConcurrentExecutions: reservedConcurrency }),
      role: this.role,
      // The version before stays, for a rollback; one whose deployment was taken back does not. All go with the function.
      currentVersionOptions: compact({
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        description: release,
      }),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        POWERTOOLS_SERVICE_NAME: stage,
        ...compact({ [releaseVariable]: release }),
        ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [env[name as EnvName], value])),
      },
    });
    const resource = this.fn.node.defaultChild;
    if (!CfnResource.isCfnResource(resource)) throw new Error(`${stage} is no resource of CloudFormation`);
    resource.addMetadata(functionMetadata, stage);
    resource.addMetadata(entryMetadata, entryOf(stage));
  }

  /**
   * Allows Lambda to join the function to a network, in the role of the function. The CDK grants it only to roles that it makes.
   *
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
   */
  private allowNetworkInterfaces(): void {
    this.allow(
      [
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
      ['*'],
    );
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Lambda makes the network interfaces, whose names nobody knows before.',
    });
  }

  /** One statement, spelled out: the L2 grants also give scans, batch writes and index wildcards. */
  allow(actions: readonly string[], resources: readonly string[], conditions?: Record<string, unknown>): void {
    this.role.addToPrincipalPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...compact({ conditions }),
      }),
    );
  }
}
