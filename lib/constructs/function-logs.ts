import type { RemovalPolicy } from 'aws-cdk-lib';
import { DataIdentifier, DataProtectionPolicy, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageNames } from '../stage-names.ts';

/** Functions with logs that are kept with the data; each is a folder under `lambdas/`. */
const loggedFunctions = [
  'parse',
  'sink',
  'redrive',
  'sweep',
  'suppress',
  'feedback',
  'heartbeat',
  'api',
  'trail',
  'feed',
  'manage',
] as const;

/** A function with logs that are kept with the data. */
export type LoggedFunction = (typeof loggedFunctions)[number];

interface FunctionLogsProps {
  /** Says what each group is called. */
  readonly names: Pick<StageNames, 'functionLogs'>;
  readonly removalPolicy: RemovalPolicy;
  /** Days that logs are kept. */
  readonly retention: RetentionDays;
  /** Functions that the stage does not have. @default none */
  readonly without?: readonly LoggedFunction[];
  /** Whether addresses of people and machines are masked. */
  readonly isMasked: boolean;
}

/** How the log group of any function is made: kept for a month, with addresses masked. */
export const functionLogGroupProps = {
  retention: RetentionDays.ONE_MONTH,
  dataProtectionPolicy: new DataProtectionPolicy({
    identifiers: [DataIdentifier.EMAILADDRESS, DataIdentifier.IPADDRESS],
  }),
};

/** A log group for each function, in the stack of the data: deleting the functions must not delete their logs. */
export class FunctionLogs extends Construct {
  private readonly groups: ReadonlyMap<string, LogGroup>;

  constructor(
    scope: Construct,
    id: string,
    { names, removalPolicy, retention, isMasked, without = [] }: FunctionLogsProps,
  ) {
    super(scope, id);
    this.groups = new Map(
      loggedFunctions
        .filter((name) => !without.includes(name))
        .map((name) => [
          name,
          new LogGroup(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}`, {
            ...(isMasked && functionLogGroupProps),
            logGroupName: names.functionLogs(name),
            removalPolicy,
            retention,
          }),
        ]),
    );
  }

  /**
   * The log group of a function.
   *
   * @throws Error when the function is none of `loggedFunctions`
   */
  of(name: LoggedFunction): LogGroup {
    const group = this.groups.get(name);
    if (group === undefined) throw new Error(`the state stack has no log group for ${name}`);
    return group;
  }
}
