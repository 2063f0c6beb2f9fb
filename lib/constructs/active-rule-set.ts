import { CustomResource, Duration, Validations } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { timeouts } from '../timeouts.ts';
import { StageFunction } from './stage-function.ts';

interface ActiveRuleSetProps {
  /** The rule set of the same stack. */
  readonly ruleSetName: string;
  /** Prefixes of the stages that the rule set is for: a refusal recognizes the rule sets of other stages by them. */
  readonly namePrefixes: readonly string[];
  /** Whether to replace a rule set that is active; it is active again when this resource is deleted. */
  readonly takeover: boolean;
}

/**
 * Activates a rule set in the region, which CloudFormation cannot. A function first checks whether another rule set is
 * active, and activates that again on deletion.
 */
export class ActiveRuleSet extends Construct {
  private readonly resource: CustomResource;

  constructor(scope: Construct, id: string, { ruleSetName, namePrefixes, takeover }: ActiveRuleSetProps) {
    super(scope, id);
    const activate = new StageFunction(this, 'Activate', {
      stage: 'activate',
      timeout: timeouts.activate,
      memorySize: 256,
    });
    // A second run of a creation would find our rule set active, and lose the name of the previous one.
    activate.fn.configureAsyncInvoke({ retryAttempts: 0 });
    activate.allow(['ses:DescribeActiveReceiptRuleSet', 'ses:SetActiveReceiptRuleSet'], ['*']);
    Validations.of(activate).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'The active receipt rule set is a setting of the account; SES knows no resource for it.',
    });
    this.resource = new CustomResource(this, 'ActiveRuleSet', {
      serviceToken: activate.fn.functionArn,
      resourceType: 'Custom::ActiveReceiptRuleSet',
      serviceTimeout: Duration.minutes(5),
      properties: { RuleSetName: ruleSetName, NamePrefixes: namePrefixes, Takeover: String(takeover) },
    });
  }

  /**
   * Makes the activation wait for the rest of the stack: a failure after it would switch the mail of another owner off and on.
   *
   * @param others the constructs of the stack, with or without this one
   */
  afterAll(others: readonly IConstruct[]): void {
    this.resource.node.addDependency(...others.filter((other) => other !== this));
  }
}
