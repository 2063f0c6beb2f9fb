import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type IReceiptRule, type IReceiptRuleSet, ReceiptRule, ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { S3 } from 'aws-cdk-lib/aws-ses-actions';
import { Construct } from 'constructs';
import type { StageConfig } from '../stage-config.ts';
import { ownRuleSetName, sharedRuleSetName } from '../stage-names.ts';
import type { StateStack } from '../state-stack.ts';

interface MailIntakeProps {
  readonly config: StageConfig;
  readonly state: StateStack;
}

/** The way in: a receipt rule that stores each mail of the domain and then announces it, in a rule set of its own or of others. */
export class MailIntake extends Construct {
  /** Name of the rule set of the rule. */
  readonly ruleSetName: string;
  readonly ruleName: string;

  constructor(scope: Construct, id: string, { config, state }: MailIntakeProps) {
    super(scope, id);
    const { inboundDomain } = config;
    const ruleSet = this.ruleSetOf(config);
    this.ruleSetName = ruleSet.receiptRuleSetName;
    const rule = new ReceiptRule(this, 'Store', {
      ruleSet,
      // Never empty: that would take the mail of every verified domain of the region.
      recipients: [inboundDomain, `.${inboundDomain}`],
      scanEnabled: true,
      // Require bounces senders without TLS, and an intake loses nothing unless its stage says so.
      tlsPolicy: config.tlsPolicy === 'require' ? TlsPolicy.REQUIRE : TlsPolicy.OPTIONAL,
      enabled: true,
      actions: [new S3({ bucket: state.buckets.mail as IBucket, objectKeyPrefix: 'inbound/', topic: state.receipts })],
      ...this.placeOf(config),
    });
    this.ruleName = rule.receiptRuleName;
    const { region } = Stack.of(this);
    new CfnOutput(Stack.of(this), 'MxRecord', { value: `${inboundDomain} MX 10 inbound-smtp.${region}.amazonaws.com` });
  }

  /** Behind a rule of the set's owner, where the stage names one; else the first. */
  private placeOf({ ruleSet }: StageConfig): { after?: IReceiptRule } {
    if (ruleSet.mode !== 'existing' || ruleSet.after === undefined) return {};
    return { after: ReceiptRule.fromReceiptRuleName(this, 'After', ruleSet.after) };
  }

  private ruleSetOf({ stage, namePrefix, ruleSet }: StageConfig): IReceiptRuleSet {
    switch (ruleSet.mode) {
      case 'own':
        return new ReceiptRuleSet(this, 'RuleSet', { receiptRuleSetName: ownRuleSetName(stage, namePrefix) });
      case 'shared':
        return ReceiptRuleSet.fromReceiptRuleSetName(this, 'RuleSet', sharedRuleSetName);
      case 'existing':
        return ReceiptRuleSet.fromReceiptRuleSetName(this, 'RuleSet', ruleSet.name);
    }
  }
}
