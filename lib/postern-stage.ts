import { Aspects, PermissionsBoundary, Stage, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { compact } from '../lambdas/compact.ts';
import { AppStack } from './app-stack.ts';
import { RolePath } from './constructs/role-path.ts';
import { featureFlags } from './feature-flags.ts';
import { checkStage } from './stage-config.ts';
import type { PosternStageProps } from './stage-props.ts';
import { StateStack } from './state-stack.ts';

/**
 * One deployment of Postern: a stack that holds data and addresses, and one that runs on it. The names of the stacks
 * begin with the id.
 *
 * @example
 * new PosternStage(app, 'Mail', { stage: 'prod', region: 'eu-west-1', inboundDomain: 'inbound.example.com' });
 */
export class PosternStage extends Stage {
  /** Mail, tables, queues, keys, addresses, logs. */
  readonly state: StateStack;
  /** Functions, alarms, the receipt rule. */
  readonly app: AppStack;

  /** @throws StageConfigError listing every mistake of the props: the key, what was found, what is wanted */
  constructor(scope: Construct, id: string, props: PosternStageProps) {
    const { stage, ...settings } = props;
    const config = checkStage(stage, settings, id);
    const { account, region, permissionsBoundary: boundary, rolePath, tags } = config;
    super(scope, id, {
      env: compact({ region, account }),
      ...compact({ permissionsBoundary: boundary === undefined ? undefined : PermissionsBoundary.fromArn(boundary) }),
    });
    for (const [name, value] of Object.entries(featureFlags())) this.node.setContext(name, value);
    this.state = new StateStack(this, 'State', { config });
    this.app = new AppStack(this, 'App', { config, state: this.state });
    Tags.of(this).add('postern:stage', config.stage);
    Tags.of(this).add('postern:app', 'postern');
    for (const [name, value] of Object.entries(tags)) Tags.of(this).add(name, value);
    if (rolePath !== '/') Aspects.of(this).add(new RolePath(rolePath));
  }
}
