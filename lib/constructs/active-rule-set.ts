import { CustomResource, Duration, Validations } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import { timeouts } from '../timeouts.ts';
import { StageFunction } from './stage-function.ts';

export interface ActiveRuleSetProps {
  /** Of the stack that makes it. */
  readonly ruleSetName: string;
  /** Whether to replace a rule set that is active; it is active again when this resource is deleted. */
  readonly takeover: boolean;
}

/**
 * Makes a rule set the active one of the region, which CloudFormation cannot; a function looks whether another one is
 * active first, and activates that again on deletion.
 */
export class ActiveRuleSet extends Construct {
  private readonly resource: CustomResource;

  constructor(scope: Construct, id: string, { ruleSetName, takeover }: ActiveRuleSetProps) {
    super(scope, id);
    const activate = new StageFunction(this, 'Activate', {
      stage: 'activate',
      timeout: timeouts.activate,
      memorySize: 256,
    });
    // A second run of a creation would find ours active, and forget what was before.
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
      properties: { RuleSetName: ruleSetName, Takeover: String(takeover) },
    });
  }

  /**
   * Has everything else of the stack be there first: what fails later than this would switch somebody's mail off and on.
   *
   * @param others the constructs of the stack; this one may be among them
   */
  afterAll(others: readonly IConstruct[]): void {
    this.resource.node.addDependency(...others.filter((other) => other !== this));
  }
}
