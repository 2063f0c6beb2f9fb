import { deploymentEnv } from '../../lambdas/env.ts';
import type { StageConfig } from '../stage-config.ts';
import type { StateStack } from '../state-stack.ts';
import type { FlowFunction } from './flow-function.ts';
import type { MailIntake } from './mail-intake.ts';
import type { OperatorPolicy } from './operator-policy.ts';

interface DeploymentParts {
  readonly config: StageConfig;
  readonly state: StateStack;
  readonly intake: Pick<MailIntake, 'ruleSetName' | 'ruleName'>;
  readonly operators: Pick<OperatorPolicy, 'operators'>;
  /** Those that work on mail. */
  readonly functions: readonly FlowFunction[];
}

/** The variables of the `CliEnvironment` output that `postern doctor --aws` compares with the account. */
export function deploymentVariables({
  config,
  state,
  intake,
  operators,
  functions,
}: DeploymentParts): Record<string, string> {
  return {
    [deploymentEnv.account]: state.account,
    [deploymentEnv.inboundDomain]: config.inboundDomain,
    [deploymentEnv.ruleSet]: intake.ruleSetName,
    [deploymentEnv.rule]: intake.ruleName,
    [deploymentEnv.pagesTopicArn]: state.pages.topicArn,
    [deploymentEnv.keyArn]: state.key.keyArn,
    [deploymentEnv.operatorPolicyArns]: operators.operators.map(({ managedPolicyArn }) => managedPolicyArn).join(','),
    [deploymentEnv.functions]: functions.map(({ folder, fn }) => `${folder}:${fn.functionName}`).join(','),
  };
}
