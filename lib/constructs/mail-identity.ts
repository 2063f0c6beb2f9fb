import { CfnOutput, Stack } from 'aws-cdk-lib';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { removalPolicyFor } from './retention.ts';

interface MailIdentityProps {
  /** The domain that mail comes to. */
  readonly domain: string;
}

/**
 * The domain that SES accepts mail for, verified by the DKIM records that the outputs name. It holds state that the world
 * knows, so it lies in the stack that stays.
 *
 * Every stage keeps it, also one that keeps nothing else: it costs nothing, and a change of the setting `identity` takes it out of
 * the template, where its deletion would mean new DKIM records, and no mail until they are verified.
 */
export class MailIdentity extends Construct {
  constructor(scope: Construct, id: string, { domain }: MailIdentityProps) {
    super(scope, id);
    const identity = new EmailIdentity(this, 'Identity', { identity: Identity.domain(domain) });
    identity.applyRemovalPolicy(removalPolicyFor(true));
    identity.dkimRecords.forEach(({ name, value }, index) => {
      new CfnOutput(Stack.of(this), `DkimRecord${index + 1}`, { value: `${name} CNAME ${value}` });
    });
  }
}
