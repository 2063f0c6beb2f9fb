import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
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
    new RedriveStage(this, 'Redrive', flow);
    new SweepStage(this, 'SweepStage', flow);
  }
}
