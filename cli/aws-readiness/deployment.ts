import { ConfigError } from '../../lambdas/domain/errors.ts';
import { deploymentEnv, env } from '../../lambdas/env.ts';
import { watchedQueues } from '../../lambdas/operations/queue-health.ts';

/** The resources that the account should hold, as the deployment's `CliEnvironment` output says. */
export interface Deployment {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Its name in stages.yaml. */
  readonly stage: string;
  readonly inboundDomain: string;
  /** Names of the receipt rule set and of the rule in it that stores the mail. */
  readonly ruleSet: string;
  readonly rule: string;
  readonly pagesTopicArn: string;
  readonly keyArn: string;
  readonly operatorPolicyArns: readonly string[];
  readonly functions: ReadonlyArray<{ readonly stage: string; readonly name: string }>;
  readonly tables: ReadonlyArray<{ readonly table: string; readonly name: string }>;
  readonly buckets: ReadonlyArray<{ readonly bucket: 'mail' | 'attachments'; readonly name: string }>;
  /** The queues that a function reads. */
  readonly queues: ReadonlyArray<{ readonly queue: string; readonly arn: string; readonly stage: string }>;
  /** Prefix of its names; `postern` where the stage has no other. */
  readonly namePrefix: string;
  /** `<name prefix>/<stage>/` */
  readonly secretPrefix: string;
}

const bucketVariables = { mail: env.mailBucket, attachments: env.attachmentsBucket } as const;
const tableVariables = {
  ledger: env.ledgerTable,
  threads: env.threadsTable,
  control: env.controlTable,
  consent: env.consentTable,
} as const;

/**
 * Reads what `doctor --aws` holds the account against.
 *
 * @param read a variable of the `CliEnvironment` output; undefined where it is not set
 * @throws ConfigError naming every variable that is not set
 */
export function readDeployment(read: (name: string) => string | undefined): Deployment {
  const missing: string[] = [];
  const value = (name: string): string => {
    const found = read(name);
    if (!found) missing.push(name);
    return found ?? '';
  };
  const account = value(deploymentEnv.account);
  const region = value('AWS_REGION');
  const secretPrefix = value(env.secretPrefix);
  const [namePrefix = '', stage = ''] = secretPrefix.split('/');
  const deployment: Deployment = {
    account,
    region,
    stage,
    namePrefix,
    inboundDomain: value(deploymentEnv.inboundDomain),
    ruleSet: value(deploymentEnv.ruleSet),
    rule: value(deploymentEnv.rule),
    pagesTopicArn: value(deploymentEnv.pagesTopicArn),
    keyArn: value(deploymentEnv.keyArn),
    operatorPolicyArns: value(deploymentEnv.operatorPolicyArns).split(','),
    functions: value(deploymentEnv.functions)
      .split(',')
      .map((entry) => {
        const [stage = '', name = ''] = entry.split(':');
        return { stage, name };
      }),
    tables: Object.entries(tableVariables).map(([table, variable]) => ({ table, name: value(variable) })),
    buckets: (['mail', 'attachments'] as const).map((bucket) => ({ bucket, name: value(bucketVariables[bucket]) })),
    queues: watchedQueues.map(({ queue, variable, stage }) => ({
      queue,
      arn: `arn:aws:sqs:${region}:${account}:${value(variable).split('/').at(-1)}`,
      stage,
    })),
    secretPrefix,
  };
  if (missing.length === 0) return deployment;
  throw new ConfigError(
    `${missing.join(', ')} not set; doctor --aws wants all variables of the stack's CliEnvironment output, as the last deployment wrote them`,
  );
}
