import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { DataIdentifier, DataProtectionPolicy, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type EnvName, env } from '../../lambdas/env.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where a template says which source a function is built from; the laptop runs that source. */
export const entryMetadata = 'postern:entry';

/**
 * Ways to find credentials that a Lambda never goes: its own lie in its environment. The SDK asks for them only when nothing
 * else has answered, so that the bundle need not hold them.
 */
export const neverOnLambda = [
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/token-providers',
  '@smithy/credential-provider-imds',
] as const;

export interface StageFunctionProps {
  /** The folder under `lambdas/`. */
  readonly stage: string;
  readonly timeout: Duration;
  /** @default 512 MB */
  readonly memorySize?: number;
  readonly environment?: Partial<Record<EnvName, string>>;
}

/** One Lambda of the flow: ESM bundle, own role, own log group with addresses masked. */
export class StageFunction extends Construct {
  readonly fn: NodejsFunction;
  private readonly role: Role;

  constructor(
    scope: Construct,
    id: string,
    { stage, timeout, memorySize = 512, environment = {} }: StageFunctionProps,
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
    this.fn = new NodejsFunction(this, 'Function', {
      entry: `${root}${entry}`,
      projectRoot: root,
      depsLockFilePath: `${root}package-lock.json`,
      handler: 'handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize,
      timeout,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        minify: true,
        // Read when something has gone wrong: aws/source-stacks.ts.
        sourceMap: true,
        sourcesContent: false,
        bundleAwsSDK: true,
        externalModules: [...neverOnLambda],
        mainFields: ['module', 'main'],
        // libmime and mailsplit are CommonJS and require Node's own modules.
        banner: "import{createRequire as _cr}from'node:module';const require=_cr(import.meta.url);",
      },
      environment: {
        POWERTOOLS_SERVICE_NAME: stage,
        ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [env[name as EnvName], value])),
      },
    });
    (this.fn.node.defaultChild as import('aws-cdk-lib').CfnResource).addMetadata(entryMetadata, entry);
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
