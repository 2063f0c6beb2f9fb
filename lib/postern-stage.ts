import { Stage, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AppStack } from './app-stack.ts';
import type { StageConfig } from './stage-config.ts';
import { StateStack } from './state-stack.ts';

/** One deployment of Postern: what holds data, and what runs on it. */
export class PosternStage extends Stage {
  readonly state: StateStack;
  readonly app: AppStack;

  constructor(scope: Construct, config: StageConfig) {
    const { account, region } = config;
    super(scope, `Postern-${config.stage}`, { env: { region, ...(account !== undefined && { account }) } });
    this.state = new StateStack(this, 'State', { config });
    this.app = new AppStack(this, 'App', { config, state: this.state });
    Tags.of(this).add('postern:stage', config.stage);
    Tags.of(this).add('postern:app', 'postern');
  }
}
