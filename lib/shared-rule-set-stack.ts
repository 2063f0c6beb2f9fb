import { type App, Stack, Tags } from 'aws-cdk-lib';
import { ReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import { compact } from '../lambdas/compact.ts';
import { env } from '../lambdas/env.ts';
import { ActiveRuleSet } from './constructs/active-rule-set.ts';
import { stageFunctionsOf } from './constructs/stage-functions.ts';
import type { StageConfig } from './stage-config.ts';
import { sharedRuleSetName, sharedRuleSetStackName, sharedStageName } from './stage-names.ts';

export interface SharedRuleSetProps {
  /** Absent: the account of whoever deploys. */
  readonly account: string | undefined;
  readonly region: string;
  /** Prefixes of the stages that share, each once. */
  readonly namePrefixes: readonly string[];
  /** Whether to replace a rule set that is active. */
  readonly takeover: boolean;
  /** Whether the stack refuses to be deleted: with it goes the mail of every stage that shares it. */
  readonly isProtected: boolean;
}

/** The rule set of all stages of mode `shared` in one region of an account: none of them owns it, and it is the active one. */
export class SharedRuleSetStack extends Stack {
  constructor(scope: App, { account, region, namePrefixes, takeover, isProtected }: SharedRuleSetProps) {
    const stackName = sharedRuleSetStackName(region);
    super(scope, account === undefined ? stackName : sharedRuleSetStackName(`${account}-${region}`), {
      stackName,
      env: compact({ region, account }),
      terminationProtection: isProtected,
    });
    const ruleSet = new ReceiptRuleSet(this, 'RuleSet', { receiptRuleSetName: sharedRuleSetName });
    const activation = new ActiveRuleSet(this, 'Activation', {
      ruleSetName: ruleSet.receiptRuleSetName,
      namePrefixes,
      takeover,
    });
    activation.afterAll(this.node.children);
    for (const { fn } of stageFunctionsOf(this)) fn.addEnvironment(env.stage, sharedStageName);
    Tags.of(this).add('postern:stage', sharedStageName);
    Tags.of(this).add('postern:app', 'postern');
  }
}

/**
 * The shared rule sets that the stages ask for: one for each region of an account in which any does.
 *
 * @param currentAccount the account of whoever deploys, where it is known: that of stages which name none
 */
export function sharedRuleSetsOf(stages: readonly StageConfig[], currentAccount?: string): SharedRuleSetProps[] {
  const sharing = stages.filter(({ ruleSet }) => ruleSet.mode === 'shared');
  const places = Map.groupBy(sharing, ({ account = currentAccount, region }) => `${account ?? ''} ${region}`);
  return [...places.values()].map((inPlace) => ({
    account: inPlace.find(({ account }) => account !== undefined)?.account,
    region: inPlace[0]!.region,
    namePrefixes: [...new Set(inPlace.map(({ namePrefix }) => namePrefix))],
    takeover: inPlace.some(({ ruleSet }) => ruleSet.mode === 'shared' && ruleSet.takeover),
    isProtected: inPlace.some(({ retain }) => retain),
  }));
}
