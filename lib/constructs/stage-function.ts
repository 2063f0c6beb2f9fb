import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage, type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { DataIdentifier, DataProtectionPolicy, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type EnvName, env } from '../../lambdas/env.ts';
import { entryMetadata, functionMetadata } from '../function-metadata.ts';
import { bundle } from './bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles are made in process; the prop wants an image all the same. */
const noImage = DockerImage.fromRegistry('none');

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
}

/** One Lambda of the flow: ESM bundle, own role, own log group with addresses masked. */
export class StageFunction extends Construct {
  readonly fn: LambdaFunction;
  private readonly role: Role;

  constructor(
    scope: Construct,
    id: string,
    { stage, timeout, memorySize = 512, reservedConcurrency, environment = {} }: StageFunctionProps,
  ) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      dataProtectionPolicy: new DataProtectionPolicy({
        identifiers: [DataIdentifier.EMAILADDRESS, DataIdentifier.IPADDRESS],
      }),
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    const entry = `lambdas/${stage}/index.ts`;
    this.fn = new LambdaFunction(this, 'Function', {
      // CDK caches an asset by its source path and its serialized options, and `tryBundle` serializes to nothing: with
      // one path for all, every function would get the bundle of the first. The hash is that of the bundle, so a change
      // of any source in it, in this folder or not, makes a new asset.
      code: Code.fromAsset(`${root}lambdas/${stage}`, {
        assetHashType: AssetHashType.OUTPUT,
        bundling: { image: noImage, local: { tryBundle: (folder) => bundle(`${root}${entry}`, folder) > 0 } },
      }),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize,
      timeout,
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        POWERTOOLS_SERVICE_NAME: stage,
        ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [env[name as EnvName], value])),
      },
    });
    const resource = this.fn.node.defaultChild as import('aws-cdk-lib').CfnResource;
    resource.addMetadata(functionMetadata, stage);
    resource.addMetadata(entryMetadata, entry);
  }

  /** One statement, spelled out: the L2 grants also give scans, batch writes and index wildcards. */
  allow(actions: readonly string[], resources: readonly string[], conditions?: Record<string, unknown>): void {
    this.role.addToPrincipalPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions && { conditions }),
      }),
    );
  }
}
