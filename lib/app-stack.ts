import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { env } from '../lambdas/env.ts';
import { ParseStage, RedriveStage, SinkStage, SuppressStage, SweepStage } from './constructs/flow-stages.ts';
import { MailIntake } from './constructs/mail-intake.ts';
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
    new MailIntake(this, 'Intake', flow);
    new ParseStage(this, 'Parse', flow);
    new SinkStage(this, 'Sink', flow);
    new SuppressStage(this, 'Suppress', flow);
    const redrive = new RedriveStage(this, 'Redrive', flow);
    new SweepStage(this, 'Sweep', flow);

    const { buckets, tables } = state;
    const variables = {
      [env.mailBucket]: buckets.mail.bucketName,
      [env.attachmentsBucket]: buckets.attachments.bucketName,
      [env.ledgerTable]: tables.ledger.tableName,
      [env.controlTable]: tables.control.tableName,
      REDRIVE_FUNCTION: redrive.fn.functionName,
    };
    new CfnOutput(this, 'CliEnvironment', {
      description: 'What the postern command needs to work on this deployment',
      value: Object.entries(variables)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    });
  }
}
