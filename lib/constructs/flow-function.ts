import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import type { StageConfig } from '../stage-config.ts';
import { stageNames } from '../stage-names.ts';
import type { StateStack } from '../state-stack.ts';
import type { ConsoleTokens } from './console-sign-in.ts';
import type { LoggedFunction } from './function-logs.ts';
import { tableExceptions } from './grant-exceptions.ts';
import type { Releases } from './releases.ts';
import { StageFunction, type StageFunctionProps } from './stage-function.ts';

/** Props that every function of the flow has. */
export interface FlowProps {
  readonly config: StageConfig;
  readonly state: StateStack;
  readonly releases: Releases;
  /** Whose tokens the API takes from the console. @default none */
  readonly consoleTokens?: ConsoleTokens;
}

/** The environment of a function that judges requests: it says who may make them. */
export const accessEnvironment = ({ config, consoleTokens }: FlowProps): { readonly apiAccess?: string } =>
  config.apiAccess === undefined && consoleTokens === undefined
    ? {}
    : { apiAccess: JSON.stringify({ ...config.apiAccess, ...compact({ console: consoleTokens }) }) };

interface FlowFunctionProps extends Omit<StageFunctionProps, 'logGroup' | 'release'> {
  readonly stage: LoggedFunction;
}

/** How a function reads a queue. */
interface QueueReading {
  readonly batchSize: number;
  /** So many batches at once. */
  readonly maxConcurrency: number;
}

/** A function of the flow: its logs are kept with the data, and everything calls it by its alias. */
export class FlowFunction extends StageFunction {
  /** The version in use: what event sources, routes and schedules call. */
  readonly live: Alias;
  /** The folder under `lambdas/`. */
  readonly folder: LoggedFunction;

  constructor(scope: Construct, id: string, { config, state, releases }: FlowProps, props: FlowFunctionProps) {
    super(scope, id, {
      ...props,
      environment: {
        ...props.environment,
        stage: stageNames(config).metrics,
        profile: config.idle ? 'idle' : 'full',
        ledgerDays: String(config.retention.ledgerDays),
        inactiveDays: String(config.retention.inactiveDays),
      },
      network: config.network,
      logGroup: state.logs.of(props.stage),
      release: releases.release,
    });
    this.folder = props.stage;
    this.live = releases.publish(this);
    for (const { action, table } of tableExceptions.filter((exception) => exception.function === props.stage))
      this.allow([action], [state.tables[table].tableArn]);
  }

  /** Reads a queue, and gives back those messages of a batch that failed. */
  readFrom(queue: Queue, { batchSize, maxConcurrency }: QueueReading): void {
    // Lambda polls with these; the L2 event source grants more.
    this.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue.queueArn]);
    this.live.addEventSourceMapping('Queue', {
      eventSourceArn: queue.queueArn,
      batchSize,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
