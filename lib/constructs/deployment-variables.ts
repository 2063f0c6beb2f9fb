import { basename, dirname } from 'node:path';
import type { CfnResource, Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { deploymentEnv } from '../../lambdas/env.ts';
import type { StageConfig } from '../stage-config.ts';
import type { StateStack } from '../state-stack.ts';
import type { MailIntake } from './mail-intake.ts';
import type { OperatorPolicy } from './operator-policy.ts';
import { entryMetadata, StageFunction } from './stage-function.ts';

export interface DeploymentParts {
  readonly config: StageConfig;
  readonly state: StateStack;
  readonly intake: Pick<MailIntake, 'ruleSetName' | 'ruleName'>;
  /** The topic that alarms page. */
  readonly pages: ITopic;
  readonly operators: Pick<OperatorPolicy, 'verbs' | 'readiness'>;
}

/**
 * What `postern doctor --aws` holds the account against, as variables of the `CliEnvironment` output.
 *
 * @param stack the stack of the functions
 */
export function deploymentVariables(
  stack: Stack,
  { config, state, intake, pages, operators }: DeploymentParts,
): Record<string, string> {
  return {
    [deploymentEnv.account]: stack.account,
    [deploymentEnv.inboundDomain]: config.inboundDomain,
    [deploymentEnv.ruleSet]: intake.ruleSetName,
    [deploymentEnv.rule]: intake.ruleName,
    [deploymentEnv.pagesTopicArn]: pages.topicArn,
    [deploymentEnv.keyArn]: state.key.keyArn,
    [deploymentEnv.operatorPolicyArns]: [operators.verbs, operators.readiness]
      .map(({ managedPolicyArn }) => managedPolicyArn)
      .join(','),
    [deploymentEnv.functions]: flowFunctionsOf(stack)
      .map((stage) => `${folderOf(stage)}:${stage.fn.functionName}`)
      .join(','),
  };
}

/** Those that run only while a stage is deployed. */
const deployers = ['activate'];

/** The functions that work on mail; those that run only while a stage is deployed are left out. */
export const flowFunctionsOf = (stack: Stack): StageFunction[] =>
  stack.node
    .findAll()
    .filter((construct): construct is StageFunction => construct instanceof StageFunction)
    .filter((stage) => !deployers.includes(folderOf(stage)));

/** The folder under `lambdas/` that a function is built from. */
function folderOf({ fn }: StageFunction): string {
  const resource = fn.node.defaultChild as CfnResource;
  return basename(dirname(String(resource.getMetadata(entryMetadata))));
}
