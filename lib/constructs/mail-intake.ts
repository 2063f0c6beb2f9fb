import { CfnOutput, CustomResource, Duration, Stack, Validations } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { EmailIdentity, Identity, ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { S3 } from 'aws-cdk-lib/aws-ses-actions';
import { Construct } from 'constructs';
import type { StageConfig } from '../stage-config.ts';
import { ownRuleSetName } from '../stage-conflicts.ts';
import type { StateStack } from '../state-stack.ts';
import { timeouts } from '../timeouts.ts';
import { StageFunction } from './stage-function.ts';

export interface MailIntakeProps {
  readonly config: StageConfig;
  readonly state: StateStack;
}

/** The way in: a verified domain, and a receipt rule that stores each mail and then says so. */
export class MailIntake extends Construct {
  /** The receipt rule set that holds our rule. */
  readonly ruleSetName: string;
  readonly ruleName: string;

  constructor(scope: Construct, id: string, { config, state }: MailIntakeProps) {
    super(scope, id);
    const { inboundDomain } = config;
    const identity = new EmailIdentity(this, 'Identity', { identity: Identity.domain(inboundDomain) });
    const ruleSet =
      config.ruleSet.mode === 'own'
        ? new ReceiptRuleSet(this, 'RuleSet', { receiptRuleSetName: ownRuleSetName(config.stage) })
        : ReceiptRuleSet.fromReceiptRuleSetName(this, 'RuleSet', config.ruleSet.name);
    const rule = ruleSet.addRule('Store', {
      // Never empty: that would take the mail of every verified domain of the region.
      recipients: [inboundDomain, `.${inboundDomain}`],
      scanEnabled: true,
      // Require would bounce senders without TLS, and an intake must lose nothing.
      tlsPolicy: TlsPolicy.OPTIONAL,
      enabled: true,
      actions: [new S3({ bucket: state.buckets.mail as IBucket, objectKeyPrefix: 'inbound/', topic: state.receipts })],
    });
    this.ruleSetName = ruleSet.receiptRuleSetName;
    this.ruleName = rule.receiptRuleName;
    if (config.ruleSet.mode === 'own')
      this.activate(ruleSet.receiptRuleSetName, config.ruleSet.takeover, [rule, identity]);

    const { region } = Stack.of(this);
    new CfnOutput(this, 'MxRecord', { value: `${inboundDomain} MX 10 inbound-smtp.${region}.amazonaws.com` });
    identity.dkimRecords.forEach(({ name, value }, index) => {
      new CfnOutput(this, `DkimRecord${index + 1}`, { value: `${name} CNAME ${value}` });
    });
  }

  /** CloudFormation cannot activate a rule set; this function looks whether another one is active first. */
  private activate(ruleSetName: string, takeover: boolean, after: Construct[]): void {
    const activate = new StageFunction(this, 'Activate', {
      stage: 'activate',
      timeout: timeouts.activate,
      memorySize: 256,
    });
    activate.allow(['ses:DescribeActiveReceiptRuleSet', 'ses:SetActiveReceiptRuleSet'], ['*']);
    Validations.of(activate).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'The active receipt rule set is a setting of the account; SES knows no resource for it.',
    });
    const resource = new CustomResource(this, 'ActiveRuleSet', {
      serviceToken: activate.fn.functionArn,
      resourceType: 'Custom::ActiveReceiptRuleSet',
      serviceTimeout: Duration.minutes(5),
      properties: { RuleSetName: ruleSetName, Takeover: String(takeover) },
    });
    resource.node.addDependency(...after);
  }
}
