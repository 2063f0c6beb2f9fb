import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ActiveRuleSet } from '../../../lib/constructs/active-rule-set.ts';
import { actionsOf, aStack, statementsOf } from '../flow-stack.ts';

describe('ActiveRuleSet', () => {
  it.each([true, false])('passes the rule set and its prefixes to the function, with takeover %s', (takeover) => {
    const stack = aStack();
    new ActiveRuleSet(stack, 'Activation', { ruleSetName: 'acme-prod', namePrefixes: ['acme'], takeover });

    Template.fromStack(stack).hasResourceProperties('Custom::ActiveReceiptRuleSet', {
      RuleSetName: 'acme-prod',
      NamePrefixes: ['acme'],
      Takeover: String(takeover),
    });
  });

  it('lets the function read and set the active rule set and nothing else, without repetitions', () => {
    const stack = aStack();
    new ActiveRuleSet(stack, 'Activation', { ruleSetName: 'ours', namePrefixes: [], takeover: false });
    const own = statementsOf(stack, 'ActivateRole').filter(({ actions }) => !actions[0]!.startsWith('logs:'));

    expect(actionsOf(own)).toEqual(['ses:DescribeActiveReceiptRuleSet', 'ses:SetActiveReceiptRuleSet']);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
  });

  it('waits for everything else of the stack', () => {
    const stack = aStack();
    const topic = new Topic(stack, 'Other');
    const activation = new ActiveRuleSet(stack, 'Activation', {
      ruleSetName: 'ours',
      namePrefixes: [],
      takeover: false,
    });
    activation.afterAll(stack.node.children);
    const [resource] = Object.values(Template.fromStack(stack).findResources('Custom::ActiveReceiptRuleSet'));

    expect(resource!.DependsOn).toEqual([stack.getLogicalId(topic.node.defaultChild as never)]);
  });
});
