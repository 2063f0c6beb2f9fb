/**
 * Postern as constructs of the AWS CDK: `PosternStage` is a whole deployment, made of two stacks.
 *
 * @module
 */
export { AppStack, type AppStackProps } from './app-stack.ts';
export { PosternStage } from './postern-stage.ts';
export { type SharedRuleSetProps, SharedRuleSetStack } from './shared-rule-set-stack.ts';
export type { ApiAccess, ApiTokens, MutualTls } from './stage-access-props.ts';
export { readStages, type StageConfig, StageConfigError } from './stage-config.ts';
export type { ConsoleCognito, ConsoleIssuer, ConsoleSettings } from './stage-console-props.ts';
export type {
  ApiDomain,
  BackupSettings,
  ExistingResources,
  FeedbackSettings,
  ForeignSecret,
  NetworkSettings,
  PosternStageProps,
  StageRoles,
} from './stage-props.ts';
export { StateStack, type StateStackProps } from './state-stack.ts';
